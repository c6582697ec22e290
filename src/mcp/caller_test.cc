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
  return caller_of(fake.exchange.facts);
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
  EXPECT_EQ(caller_of(fake.exchange.facts), "");
  fake.exchange.facts.api_key = exchange::ApiKey{};
  EXPECT_NE(caller_of(fake.exchange.facts), "");
}

}  // namespace
}  // namespace jg::mcp
