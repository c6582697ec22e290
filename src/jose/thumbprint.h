// jose/thumbprint.h - a name for a key that follows from the key itself.
//
// Errors: jwks.key_malformed, jwks.key_type.
// Spec:   RFC 7638; RFC 8037 section 2 for OKP.
#pragma once

#include <string>

#include "base/error.h"
#include "json/value.h"

namespace jg::jose {

// SHA-256 of the members that make the key, as base64url.
Result<std::string> thumbprint(json::Value jwk);

}  // namespace jg::jose
