// policies/jwt/certificate_binding.h - whether a token came over the connection of the client whose
// certificate it is bound to.
//
// Thread: any; a pure function.
// Errors: jwt.certificate_binding.
// Spec:   RFC 8705 section 3.
// Trust:  the claims are the issuer's; the certificate was verified in the handshake.
#pragma once

#include "net/tls_facts.h"
#include "policies/jwt/binding.h"

namespace jg::policies::jwt {

// `tls` is null on a plain connection.
Result<void> check_certificate_binding(Binding mode, const Confirmation& confirmation,
                                       const net::TlsFacts* tls);

}  // namespace jg::policies::jwt
