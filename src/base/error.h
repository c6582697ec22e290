// base/error.h - the one error value: whom to blame, what to do next, a stable code, a detail.
//
// Errors: a code is `module.cause` and part of the documented interface; exchange/refusal lists
//         those a client can meet.
// Trust:  detail is for the operator's log and never reaches a client; it carries names, not
//         secrets.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace jg {

enum class Blame : std::uint8_t { client, upstream, config, gateway };
enum class Remedy : std::uint8_t { give_up, retry_now, retry_later };

struct [[nodiscard]] Error {
  Blame blame;
  const char* code;  // static storage, e.g. "jwt.expired"
  std::string detail;
  Remedy remedy = Remedy::give_up;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Blame blame, const char* code, std::string detail = {},
                                   Remedy remedy = Remedy::give_up) {
  return std::unexpected(Error{blame, code, std::move(detail), remedy});
}

}  // namespace jg
