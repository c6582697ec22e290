#include "policies/jwt/certificate_binding.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/base64.h"
#include "base/digest.h"

namespace jg::policies::jwt {
namespace {

using Mode = Binding;

net::TlsFacts connection_with(const std::string& der) {
  net::TlsFacts out;
  net::PeerCertificate certificate;
  certificate.der = der;
  out.certificate = std::make_shared<const net::PeerCertificate>(std::move(certificate));
  return out;
}

std::string bound_to(const std::string& der) {
  return R"({"cnf":{"x5t#S256":")" + base64url_encode(text_of(sha256(der))) + R"("}})";
}

std::string code_of(Mode mode, const std::string& claims, const net::TlsFacts* tls) {
  const auto document = json::Document::parse(claims);
  const auto confirmation = read_confirmation(document->root(), {.certificate = mode});
  if (!confirmation) return confirmation.error().code;
  const auto checked = check_certificate_binding(mode, *confirmation, tls);
  return checked ? "" : checked.error().code;
}

TEST(CertificateBinding, holds_for_the_certificate_of_the_connection) {
  const auto ours = connection_with("ours");
  const net::TlsFacts none;
  const std::string kOther = "jwt.certificate_binding";
  for (const Mode mode : {Mode::if_bound, Mode::required}) {
    EXPECT_EQ(code_of(mode, bound_to("ours"), &ours), "");
    EXPECT_EQ(code_of(mode, bound_to("another"), &ours), kOther);
    EXPECT_EQ(code_of(mode, bound_to("ours"), &none), kOther);
    EXPECT_EQ(code_of(mode, bound_to("ours"), nullptr), kOther);
    EXPECT_EQ(code_of(mode, R"({"cnf":{"x5t#S256":""}})", &ours), kOther);
  }
  EXPECT_EQ(code_of(Mode::off, bound_to("another"), nullptr), "");
}

TEST(CertificateBinding, is_asked_of_every_token_or_only_of_bound_ones) {
  const auto ours = connection_with("ours");
  EXPECT_EQ(code_of(Mode::if_bound, "{}", &ours), "");
  EXPECT_EQ(code_of(Mode::if_bound, "{}", nullptr), "");
  EXPECT_EQ(code_of(Mode::required, "{}", &ours), "jwt.certificate_binding");
}

TEST(CertificateBinding, takes_no_other_binding_for_checked) {
  const auto ours = connection_with("ours");
  for (const char* cnf : {"null", "{}", "[]", "7", "\"x\"", R"({"jkt":"x"})", R"({"x5t#S256":7})",
                          R"({"x5t#S256":"x","jkt":"x"})", R"({"x5t#s256":"x"})"})
    EXPECT_EQ(code_of(Mode::if_bound, std::string(R"({"cnf":)") + cnf + "}", &ours),
              "jwt.unchecked_binding")
        << cnf;
}

}  // namespace
}  // namespace jg::policies::jwt
