// http/method.h - what methods say of their messages.
//
// Spec: RFC 9110 section 8.6.
#pragma once

#include <string_view>

namespace jg::http {

// A body is expected with these, so its absence is said.
inline bool usually_has_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace jg::http
