// jose/codes.h - every error code of this module, one line of meaning each.
//
// Errors: jwt.* blames the client that sent the token; jwks.* blames whoever published or configured the keys.
#pragma once

namespace jg::jose::codes {

// The token.
inline constexpr const char* kMalformed = "jwt.malformed";              // not three parts of base64url, or not a JSON object inside
inline constexpr const char* kTooLarge = "jwt.too_large";               // longer than the limit
inline constexpr const char* kEncrypted = "jwt.encrypted";              // a JWE (five parts): nothing here decrypts
inline constexpr const char* kCriticalHeader = "jwt.critical_header";   // "crit" demands an extension that is not understood
inline constexpr const char* kAlgorithm = "jwt.algorithm";              // "alg" is unknown, "none", not allowed, or not the key's
inline constexpr const char* kUnknownKey = "jwt.unknown_key";           // no key of the set is the one the token names
inline constexpr const char* kSignature = "jwt.signature";              // no candidate key made this signature

// Its claims.
inline constexpr const char* kExpired = "jwt.expired";                  // "exp" lies further back than the leeway
inline constexpr const char* kNotYetValid = "jwt.not_yet_valid";        // "nbf" lies further ahead than the leeway
inline constexpr const char* kIssuer = "jwt.issuer";                    // "iss" is not the configured issuer
inline constexpr const char* kAudience = "jwt.audience";                // "aud" names none of the configured audiences
inline constexpr const char* kMissingClaim = "jwt.missing_claim";       // a required claim is not there
inline constexpr const char* kMalformedClaim = "jwt.malformed_claim";   // a registered claim has the wrong type or an impossible value

// The key set as a whole.
inline constexpr const char* kSetMalformed = "jwks.malformed";          // not a JSON object with an array "keys"
inline constexpr const char* kSetTooLarge = "jwks.too_large";           // more bytes than the limit
inline constexpr const char* kSetTooManyKeys = "jwks.too_many_keys";    // more keys than the limit

// One key of it; the others stay usable.
inline constexpr const char* kKeyMalformed = "jwks.key_malformed";      // a member is missing, ill-typed, named twice or not base64url
inline constexpr const char* kKeyType = "jwks.key_type";                // "kty" or "crv" is not supported
inline constexpr const char* kKeyUse = "jwks.key_use";                  // "use" or "key_ops" forbids what is asked of the key
inline constexpr const char* kKeyAlgorithm = "jwks.key_algorithm";      // "alg" is unknown or does not fit the key
inline constexpr const char* kKeyStrength = "jwks.key_strength";        // RSA size or exponent out of bounds, or too short a secret
inline constexpr const char* kKeySymmetric = "jwks.key_symmetric";      // an "oct" key where shared secrets are not allowed
inline constexpr const char* kKeyInvalid = "jwks.key_invalid";          // the numbers are no key: e.g. a point off its curve

// Signing, on our own side.
inline constexpr const char* kCannotSign = "jose.cannot_sign";          // the key lacks its private part or does not fit the algorithm

}  // namespace jg::jose::codes
