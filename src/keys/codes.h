// keys/codes.h - every error code of this module, one line of meaning each.
//
// Errors: they blame who publishes the keys, and reach the operator only.
#pragma once

namespace jg::keys::codes {

// The answer is a page for people, not a document.
inline constexpr const char* kContent = "keys.content";
// No key of the set can be used.
inline constexpr const char* kNone = "keys.none";
// The discovery document is not one, or names no usable URL of what is sought.
inline constexpr const char* kDiscovery = "keys.discovery";
// The discovery document is another issuer's.
inline constexpr const char* kIssuer = "keys.issuer";

}  // namespace jg::keys::codes
