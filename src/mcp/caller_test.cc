#include "mcp/caller.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"

namespace jg::mcp {
namespace {

std::string caller(std::string_view claims, std::string_view issuer = "https://a",
                   std::string token = "a.b.c") {
  exchange::ExchangeFake fake;
  fake.identify(claims, issuer);
  fake.exchange.facts.identity->token = std::make_shared<const Secret>(std::move(token));
  return caller_of(fake.exchange);
}

TEST(Caller, is_issuer_and_subject_whatever_token_says_so) {
  EXPECT_EQ(caller(R"({"sub":"x"})"), caller(R"({"sub":"x","exp":7})", "https://a", "d.e.f"));
  EXPECT_NE(caller(R"({"sub":"x"})"), caller(R"({"sub":"y"})"));
  EXPECT_NE(caller(R"({"sub":"x"})"), caller(R"({"sub":"x"})", "https://b"));
}

TEST(Caller, is_the_token_itself_when_it_names_no_subject) {
  EXPECT_EQ(caller("{}"), caller("{}"));
  EXPECT_NE(caller("{}"), caller("{}", "https://a", "d.e.f"));
  EXPECT_NE(caller("{}"), caller(R"({"sub":""})", "https://a", "d.e.f"));
}

TEST(Caller, is_nobody_without_a_verified_token_or_key) {
  exchange::ExchangeFake fake;
  EXPECT_EQ(caller_of(fake.exchange), "");
}

TEST(Caller, is_the_key_whatever_is_said_of_it) {
  exchange::ExchangeFake one;
  exchange::ExchangeFake other;
  one.exchange.facts.api_key = exchange::ApiKey{.metadata = {}, .digest = "1"};
  other.exchange.facts.api_key = exchange::ApiKey{.metadata = {}, .digest = "2"};
  EXPECT_NE(caller_of(one.exchange), caller_of(other.exchange));
  other.exchange.facts.api_key->digest = "1";
  EXPECT_EQ(caller_of(one.exchange), caller_of(other.exchange));
}

TEST(Caller, is_the_certificate_when_nothing_else_is_known) {
  exchange::ExchangeFake fake;
  net::TlsFacts one;
  net::TlsFacts other;
  net::PeerCertificate certificate;
  certificate.der = "1";
  one.certificate = std::make_shared<const net::PeerCertificate>(certificate);
  certificate.der = "2";
  other.certificate = std::make_shared<const net::PeerCertificate>(certificate);
  fake.exchange.tls = &one;
  const std::string first = caller_of(fake.exchange);
  fake.exchange.tls = &other;
  EXPECT_NE(first, "");
  EXPECT_NE(caller_of(fake.exchange), first);
}

}  // namespace
}  // namespace jg::mcp
