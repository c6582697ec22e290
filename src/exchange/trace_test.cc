#include "exchange/trace.h"

#include <gtest/gtest.h>

namespace jg::exchange {
namespace {

using Outcome = Finding::Outcome;

TEST(Trace, puts_what_is_told_beneath_the_step_that_is_open) {
  Trace trace;
  const std::size_t outer = trace.open("jwtAuth");
  trace.tell("token", Outcome::good);
  const std::size_t inner = trace.open("provider");
  trace.tell_failure("audience", {Blame::client, "jwt.audience", "why"});
  trace.close(inner, Outcome::noted);
  trace.close(outer, {Blame::client, "jwt.audience", "why"});
  trace.tell("route", Outcome::noted, "found");

  const auto& told = trace.findings();
  ASSERT_EQ(told.size(), 5u);
  const std::size_t depths[] = {0, 1, 1, 2, 0};
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i].depth, depths[i]) << i;
  EXPECT_EQ(told[0].outcome, Outcome::failed);
  EXPECT_STREQ(told[0].code, "jwt.audience");
  EXPECT_EQ(told[3].says, "why");
  EXPECT_EQ(told[4].says, "found");
}

TEST(Trace, gives_its_token_once) {
  Trace trace{Secret("a.b.c")};
  EXPECT_TRUE(trace.has_token());
  EXPECT_EQ(trace.take_token().reveal(), "a.b.c");
  EXPECT_FALSE(trace.has_token());
}

}  // namespace
}  // namespace jg::exchange
