// jose/codes.h - every error code of this module, one line of meaning each.
//
// Errors: jwt.* blames the client that sent the token, jwks.* and revoked.* whoever
//         published the keys or the list.
#pragma once

namespace jg::jose::codes {

// 1. The token.

// Not three parts of base64url, or not a JSON object inside.
inline constexpr const char* kMalformed = "jwt.malformed";
// Longer than the limit.
inline constexpr const char* kTooLarge = "jwt.too_large";
// A JWE (five parts): nothing here decrypts.
inline constexpr const char* kEncrypted = "jwt.encrypted";
// "crit" demands an extension that is not understood.
inline constexpr const char* kCriticalHeader = "jwt.critical_header";
// "alg" is unknown, "none", not allowed, or not the key's.
inline constexpr const char* kAlgorithm = "jwt.algorithm";
// No key of the set is the one the token names.
inline constexpr const char* kUnknownKey = "jwt.unknown_key";
// No candidate key made this signature.
inline constexpr const char* kSignature = "jwt.signature";

// 2. Its claims.

// "exp" lies further back than the leeway.
inline constexpr const char* kExpired = "jwt.expired";
// "nbf" lies further ahead than the leeway.
inline constexpr const char* kNotYetValid = "jwt.not_yet_valid";
// "iss" is not the configured issuer.
inline constexpr const char* kIssuer = "jwt.issuer";
// "aud" names none of the configured audiences.
inline constexpr const char* kAudience = "jwt.audience";
// A required claim is not there.
inline constexpr const char* kMissingClaim = "jwt.missing_claim";
// "typ" is none of the configured types.
inline constexpr const char* kType = "jwt.type";
// "cnf" binds the token's use to a key, which nobody checks.
inline constexpr const char* kUncheckedBinding = "jwt.unchecked_binding";
// "cnf" names another certificate than the client's, or none is there where one must be.
inline constexpr const char* kCertificateBinding = "jwt.certificate_binding";
// "cnf" names another DPoP key than the proof's, or there is none where one must be, or the token
// came as if it were for anybody.
inline constexpr const char* kDpopBinding = "jwt.dpop_binding";
// No DPoP proof, or one that is not good for this request.
inline constexpr const char* kDpopProof = "jwt.dpop_proof";
// A DPoP proof that was used before.
inline constexpr const char* kDpopReplay = "jwt.dpop_replay";
// From "iat" to "exp" it is longer than a token may live.
inline constexpr const char* kLifetime = "jwt.lifetime";
// "iat" lies further back than a token may be old.
inline constexpr const char* kTooOld = "jwt.too_old";
// A registered claim has the wrong type or an impossible value.
inline constexpr const char* kMalformedClaim = "jwt.malformed_claim";

// 3. The key set as a whole.

// Not a JSON object with an array "keys".
inline constexpr const char* kSetMalformed = "jwks.malformed";
// More bytes than the limit.
inline constexpr const char* kSetTooLarge = "jwks.too_large";
// More keys than the limit.
inline constexpr const char* kSetTooManyKeys = "jwks.too_many_keys";

// 4. One key of the set; the others stay usable.

// A member is missing, ill-typed, named twice or not base64url.
inline constexpr const char* kKeyMalformed = "jwks.key_malformed";
// "kty" or "crv" is not supported.
inline constexpr const char* kKeyType = "jwks.key_type";
// "use" or "key_ops" forbids what is asked of the key.
inline constexpr const char* kKeyUse = "jwks.key_use";
// "alg" is unknown or does not fit the key.
inline constexpr const char* kKeyAlgorithm = "jwks.key_algorithm";
// RSA size or exponent out of bounds, or too short a secret.
inline constexpr const char* kKeyStrength = "jwks.key_strength";
// An "oct" key where shared secrets are not allowed.
inline constexpr const char* kKeySymmetric = "jwks.key_symmetric";
// The numbers are no key: e.g. a point off its curve.
inline constexpr const char* kKeyInvalid = "jwks.key_invalid";

// 5. A list of revoked tokens.

// Not a JSON object with a list "revoked", or an entry that is not understood.
inline constexpr const char* kRevokedMalformed = "revoked.malformed";
// More bytes than the limit.
inline constexpr const char* kRevokedTooLarge = "revoked.too_large";
// More entries than the limit.
inline constexpr const char* kRevokedTooMany = "revoked.too_many";

// 6. Signing, on our own side.

// The key lacks its private part or does not fit the algorithm.
inline constexpr const char* kCannotSign = "jose.cannot_sign";

}  // namespace jg::jose::codes
