// Counts heap allocations: a token whose signature is remembered costs none.
#include <gtest/gtest.h>

#include "base/allocations_fake.h"
#include "exchange/exchange_fake.h"
#include "policies/jwt/issuer_fake.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {
namespace {

TEST(JwtPolicy, allocates_nothing_for_a_token_it_knows) {
  const IssuerFake ours;
  std::vector<Provider> providers(1);
  providers[0].claims.issuer = ours.issuer();
  providers[0].claims.audiences = {"web", "api"};
  providers[0].claims.required = {"exp", "groups"};
  providers[0].keys = std::make_shared<const IssuerKeys>(
      std::make_shared<const TrustedKeys>(jose::KeySet::parse(ours.jwks()).value(), 1));
  const JwtPolicy policy({Mode::strict, exchange::Location(), std::move(providers)},
                         std::make_shared<const TokenMemory>(1));
  const std::string header =
      "Bearer " + ours.token(R"("sub":"ann","aud":["api"],"groups":["users","admins"])");

  exchange::ExchangeFake fake;
  for (int i = 0; i < 3; ++i) {  // the first is checked, the second warms what is kept
    fake.exchange.reset();
    fake.add_header("accept", "*/*");
    fake.add_header("authorization", header);
    const std::size_t before = allocations;
    const auto verdict = policy.on_request(fake.exchange);
    const std::size_t made = allocations - before;
    ASSERT_TRUE(verdict);
    if (i == 2) {
      EXPECT_EQ(made, 0u);
    }
    EXPECT_EQ(fake.exchange.facts.identity->subject(), "ann");
    EXPECT_FALSE(fake.exchange.request.fields.has("authorization"));
  }
}

}  // namespace
}  // namespace jg::policies::jwt
