// http/h1/verdict.h - what one reading step found, without allocating: good, incomplete or bad.
#pragma once

#include "base/error.h"

namespace jg::http::h1 {

struct [[nodiscard]] Verdict {
  enum class Kind : unsigned char { good, incomplete, bad };

  Kind kind = Kind::good;
  const char* code = "";    // one of http/h1/codes.h
  const char* detail = "";  // fixed text: never a peer's bytes

  bool good() const { return kind == Kind::good; }
  bool incomplete() const { return kind == Kind::incomplete; }
  std::unexpected<Error> as_error(Blame blame) const { return fail(blame, code, detail); }
};

inline constexpr Verdict kGood{};
inline constexpr Verdict kIncomplete{Verdict::Kind::incomplete};

constexpr Verdict bad(const char* code, const char* detail) {
  return {Verdict::Kind::bad, code, detail};
}

}  // namespace jg::http::h1
