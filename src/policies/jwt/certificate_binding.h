// policies/jwt/certificate_binding.h - whether a token came over the connection of the client whose
// certificate it is bound to.
//
// Thread: any; a pure function.
// Errors: jwt.certificate_binding; jwt.unchecked_binding for any other binding.
// Spec:   RFC 8705 section 3.
// Trust:  the claims are the issuer's; the certificate was verified in the handshake.
#pragma once

#include <cstdint>

#include "base/error.h"
#include "config/type.h"
#include "json/value.h"
#include "net/tls_facts.h"

namespace jg::policies::jwt {

enum class CertificateBinding : std::uint8_t {
  off,
  if_bound,  // of tokens that are bound
  required,  // every token must be
};

// `tls` is null on a plain connection.
Result<void> check_certificate_binding(CertificateBinding mode, json::Value claims,
                                       const net::TlsFacts* tls);

config::Type<CertificateBinding> certificate_binding_type();

}  // namespace jg::policies::jwt
