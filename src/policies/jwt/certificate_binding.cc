#include "policies/jwt/certificate_binding.h"

#include "base/base64.h"
#include "base/digest.h"
#include "jose/codes.h"

namespace jg::policies::jwt {
namespace {

std::unexpected<Error> refuse(const char* why) {
  return fail(Blame::client, jose::codes::kCertificateBinding, why);
}

}  // namespace

Result<void> check_certificate_binding(Binding mode, const Confirmation& confirmation,
                                       const net::TlsFacts* tls) {
  const auto digest = confirmation.certificate;
  if (!digest && mode != Binding::required) return {};
  if (!digest) return refuse("the token is bound to no certificate");
  if (tls == nullptr || !tls->certificate) return refuse("the client showed no certificate");
  if (*digest == base64url_encode(text_of(sha256(tls->certificate->der)))) return {};
  return refuse("the client's certificate is another");
}

}  // namespace jg::policies::jwt
