// fetch/codes.h - every error code of this module, one line of meaning each.
//
// Errors: they blame the server that was asked, and reach the operator only.
#pragma once

namespace jg::fetch::codes {

// Its name gave no address.
inline constexpr const char* kName = "fetch.name";
// No connection came about.
inline constexpr const char* kConnect = "fetch.connect";
// No connection was made, since the address is one that must not be asked.
inline constexpr const char* kAddress = "fetch.forbidden_address";
// The TLS handshake, or the certificate's check.
inline constexpr const char* kTls = "fetch.tls";
// The whole was not there in time.
inline constexpr const char* kTimeout = "fetch.timeout";
// A status other than 200, or 304 where that was asked for.
inline constexpr const char* kStatus = "fetch.status";
// To another host or port, away from TLS, or one too many.
inline constexpr const char* kRedirect = "fetch.redirect";
// More bytes than the limit.
inline constexpr const char* kTooLarge = "fetch.too_large";
// Anything else that ended the answer before its end.
inline constexpr const char* kBroken = "fetch.broken";

}  // namespace jg::fetch::codes
