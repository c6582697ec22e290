// keys/documents.h - what a provider publishes, looked over before anything takes the place of what
// is in force.
//
// Errors: keys.*, jwks.*, revoked.*.
// Limits: jose::KeySetRules; a discovery document has kDiscoveryBytes.
// Spec:   RFC 7517 section 5; OpenID Connect Discovery 1.0 sections 3 and 4.3; RFC 8414
//         section 3.
// Trust:  hostile, or an error page of something on the way.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"
#include "fetch/request.h"
#include "jose/key_set.h"
#include "jose/revocation_list.h"
#include "json/value.h"

namespace jg::keys {

inline constexpr std::size_t kDiscoveryBytes = 256 * 1024;

// Has at least one usable key.
Result<std::shared_ptr<const jose::KeySet>> read_key_set(const fetch::Answer& answer);

Result<std::shared_ptr<const jose::RevocationList>> read_revocations(const fetch::Answer& answer);

// The URL of the keys of `issuer`. It may be at another host, but not without TLS when the document
// came with it.
Result<std::string> read_discovery(const fetch::Answer& answer, std::string_view url,
                                   std::string_view issuer);

// What the authorization server `issuer` says of itself (RFC 8414 section 3.3).
Result<std::shared_ptr<const json::Document>> read_server_metadata(const fetch::Answer& answer,
                                                                   std::string_view url,
                                                                   std::string_view issuer);

}  // namespace jg::keys
