// jose/certificate_digests.h - names that a key has by its certificate.
//
// Thread: any.
// Spec:   RFC 7517 sections 4.7 to 4.9; RFC 7515 sections 4.1.7 and 4.1.8.
// Trust:  hints for finding a key: what cannot be read is not there, and no certificate is checked.
#pragma once

#include <string>
#include <vector>

#include "json/value.h"

namespace jg::jose {

// Of a JWK: the digests that it says (x5t#S256, x5t), and those of the first certificate in x5c.
std::vector<std::string> read_certificate_digests(json::Value jwk);

// What a token's header says: x5t#S256, else x5t; empty for neither.
std::string read_certificate_digest(json::Value header);

}  // namespace jg::jose
