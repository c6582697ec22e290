#include "policies/jwt/certificate_binding.h"

#include "base/base64.h"
#include "base/digest.h"
#include "config/types.h"
#include "jose/codes.h"

namespace jg::policies::jwt {
namespace {

constexpr const char* kMember = "x5t#S256";

std::unexpected<Error> refuse(const char* why) {
  return fail(Blame::client, jose::codes::kCertificateBinding, why);
}

}  // namespace

Result<void> check_certificate_binding(CertificateBinding mode, json::Value claims,
                                       const net::TlsFacts* tls) {
  if (mode == CertificateBinding::off) return {};
  const auto confirmation = claims.find("cnf");
  if (!confirmation && mode == CertificateBinding::if_bound) return {};
  if (!confirmation) return refuse("the token is bound to no certificate");
  const auto digest = confirmation->find(kMember);
  // A second way to confirm could be the one that was meant.
  if (!digest || !digest->as_string() || confirmation->size() != 1)
    return fail(Blame::client, jose::codes::kUncheckedBinding,
                "\"cnf\" is not a certificate's x5t#S256 alone");
  if (tls == nullptr || !tls->certificate) return refuse("the client showed no certificate");
  if (*digest->as_string() == base64url_encode(text_of(sha256(tls->certificate->der)))) return {};
  return refuse("the client's certificate is another");
}

config::Type<CertificateBinding> certificate_binding_type() {
  using Mode = CertificateBinding;
  return config::enumeration<Mode>(
      {{"off", Mode::off}, {"ifBound", Mode::if_bound}, {"required", Mode::required}});
}

}  // namespace jg::policies::jwt
