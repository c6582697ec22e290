#include "net/peer_certificate.h"

#include <gtest/gtest.h>

#include "net/certificate_fake.h"

namespace jg::net {
namespace {

PeerCertificate read(const CertificateWish& wish) {
  const CertificateFake root = make_root("the root");
  return *read_peer_certificate(make_certificate(wish, &root).certificate.get());
}

TEST(PeerCertificate, is_put_in_words) {
  const auto read_one = read({.name = "client 1",
                              .alt_names = "DNS:a.test, IP:192.0.2.7, IP:::1, "
                                           "URI:https://a.test/x, email:a@b"});
  EXPECT_EQ(read_one.subject, "CN=client 1");
  EXPECT_EQ(read_one.subject_common_name, "client 1");
  EXPECT_EQ(read_one.issuer, "CN=the root");
  EXPECT_EQ(read_one.alt_names,
            (std::vector<std::string>{"a.test", "192.0.2.7", "::1", "https://a.test/x"}));
  EXPECT_FALSE(read_one.spiffe_id || read_one.identity);
}

TEST(PeerCertificate, cannot_smuggle_an_attribute_into_its_subject) {
  EXPECT_EQ(read({.name = "x, O=Example+OU=y"}).subject, "CN=x\\, O=Example\\+OU=y");
  EXPECT_EQ(read({.name = "x\ny"}).subject, "CN=x\\0Ay");
  EXPECT_EQ(read({.name = "x\ny"}).subject_common_name, "");
  EXPECT_EQ(read({.name = "J\xc3\xb6rg"}).subject, "CN=J\xc3\xb6rg");
}

TEST(PeerCertificate, leaves_out_names_with_control_characters) {
  const CertificateFake made = make_certificate({.name = "x", .alt_names = "DNS:evil.test"});
  std::string der = read_peer_certificate(made.certificate.get())->der;
  der[der.find("evil.test") + 4] = '\0';
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const X509Owner changed(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
  ASSERT_NE(changed, nullptr);
  EXPECT_TRUE(read_peer_certificate(changed.get())->alt_names.empty());
}

TEST(PeerCertificate, has_the_identity_of_its_only_spiffe_id) {
  const auto one = read({.name = "x", .alt_names = "URI:spiffe://td.test/ns/web/sa/front"});
  EXPECT_EQ(one.spiffe_id, "spiffe://td.test/ns/web/sa/front");
  ASSERT_TRUE(one.identity);
  EXPECT_EQ(one.identity->trust_domain, "td.test");
  EXPECT_EQ(one.identity->name_space, "web");
  EXPECT_EQ(one.identity->service_account, "front");
  const auto two = read({.name = "x", .alt_names = "URI:spiffe://a/b, URI:spiffe://c/d"});
  EXPECT_FALSE(two.spiffe_id || two.identity);
  EXPECT_EQ(two.alt_names.size(), 2u);
}

TEST(SpiffeId, is_of_the_standards_form) {
  for (const char* good : {"spiffe://td", "spiffe://td.test/a", "spiffe://td/a-b/c_d/e.f"})
    EXPECT_TRUE(is_spiffe_id(good)) << good;
  for (const char* bad :
       {"", "spiffe://", "spiffe://TD/a", "spiffe://td/", "spiffe://td//a", "spiffe://td/a/..",
        "spiffe://td/%61", "spiffe://td/a?q", "spiffe://td:1/a", "https://td/a", "spiffe://u@td/a"})
    EXPECT_FALSE(is_spiffe_id(bad)) << bad;
  EXPECT_FALSE(is_spiffe_id("spiffe://td/" + std::string(2048, 'a')));
  EXPECT_FALSE(parse_workload_identity("spiffe://td/ns/a/sa"));
  EXPECT_FALSE(parse_workload_identity("spiffe://td/sa/a/ns/b"));
  EXPECT_FALSE(parse_workload_identity("spiffe://td/ns/a/sa/b/c"));
}

TEST(PeerCertificate, shows_itself_as_pem) {
  const CertificateFake made = make_certificate({.name = "x"});
  EXPECT_EQ(read_peer_certificate(made.certificate.get())->pem(), made.pem());
}

}  // namespace
}  // namespace jg::net
