// upstream/failure.h - a call that got no answer, and whether it may be made once more.
//
// Spec: RFC 9110 section 9.2.2; RFC 9113 section 8.7.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "base/error.h"

namespace jg::upstream {

// Whether the same request may be sent again, and where.
enum class Again : std::uint8_t {
  never,      // it may have been acted upon, or its body is gone, or sending it again is no help
  elsewhere,  // the upstream has not acted on it, or acting twice does no harm
};

struct Failure {
  Error error;
  Again again = Again::never;
};

template <class T>
using Outcome = std::expected<T, Failure>;

bool is_idempotent(std::string_view method);

}  // namespace jg::upstream
