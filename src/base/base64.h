// base/base64.h - base64 and base64url, strict.
//
// Errors: nullopt for any byte outside the alphabet, misplaced or missing padding, or non-zero
//         trailing bits.
// Spec:   RFC 4648 sections 3.5, 4 and 5; RFC 7515 section 2 (base64url has no padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jg {

std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);
std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace jg
