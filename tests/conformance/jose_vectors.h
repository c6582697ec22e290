// tests/conformance/jose_vectors.h - answers lines of JSON with what the jose module makes of them.
//
// A line in is an object with "id" and one operation, named by "op" or told by its members:
//   jws         jwks, token, format, flags, payload   is the signature good
//   primitive   alg, jwk, msg_hex, sig_hex            the same without the token around it
//   jwks_parse  jwks_text                             has the set a key that can be used
//   jwt_parse   token                                 is it well formed
//   jwt         jwks or jwks_text, token, now         signature, and claims at that Unix second;
//               issuer, audiences, required, leeway   where given
// A line out is {"id":..., "ok":true or false, "code":"" or why}. Shared secrets are taken where
// "symmetric" is true, or is absent and the set holds nothing else.
#pragma once

#include <iosfwd>

namespace jg::conformance {

// 0, or 1 when a line was no such object.
int run_jose_vectors(std::istream& in, std::ostream& out);

}  // namespace jg::conformance
