// http/h1/verdict.h - what one reading step found, without allocating: good, incomplete or bad.
#pragma once

#include "base/error.h"

namespace jg::http::h1 {

// Two pointers, so that it travels in registers: every field line returns several.
struct [[nodiscard]] Verdict {
  const char* code = nullptr;    // one of http/h1/codes.h when bad
  const char* detail = nullptr;  // fixed text, never a peer's bytes; null when good

  bool good() const { return detail == nullptr; }
  bool incomplete() const { return code == nullptr && detail != nullptr; }
  std::unexpected<Error> as_error(Blame blame) const { return fail(blame, code, detail); }
};

inline constexpr Verdict kGood{};
inline constexpr Verdict kIncomplete{nullptr, "incomplete"};

constexpr Verdict bad(const char* code, const char* detail) { return {code, detail}; }

}  // namespace jg::http::h1
