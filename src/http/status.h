// http/status.h - the reason phrases of status codes.
//
// Spec: RFC 9110 section 15; 499 is the custom for a client that went away.
#pragma once

#include <string_view>

namespace jg::http {

// Empty for a status that has none.
std::string_view reason_phrase(int status);

}  // namespace jg::http
