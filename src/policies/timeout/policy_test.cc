#include "policies/timeout/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "net/loop_fake.h"
#include "policies/timeout/feature.h"

namespace jg::policies::timeout {
namespace {

using namespace std::chrono_literals;

struct Timed : testing::Test {
  exchange::ExchangeFake fake;
  exchange::TimeLimit& limit = fake.exchange.time_limit;

  void pass(const Settings& settings) {
    const auto verdict = TimeoutPolicy(settings).on_request(fake.exchange);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(*verdict, exchange::Verdict::proceed);
  }
  std::string code_when_over() {
    net::turn_until(fake.loop, [&] { return limit.is_over(); });
    return limit.error().code;
  }
};

TEST_F(Timed, limits_nothing_without_a_time) {
  pass({});
  limit.enter_backend();
  EXPECT_FALSE(limit.is_set());
}

TEST_F(Timed, limits_the_whole_exchange) {
  pass({.request = 1ms});
  EXPECT_EQ(code_when_over(), "timeout.request");
}

TEST_F(Timed, counts_what_has_passed_already) {
  fake.exchange.received = fake.clock.now() - 1h;
  pass({.request = 30min});
  EXPECT_EQ(code_when_over(), "timeout.request");
}

TEST_F(Timed, limits_the_backend_from_its_call) {
  pass({.backend = 1ms});
  EXPECT_FALSE(limit.is_set());
  limit.enter_backend();
  EXPECT_EQ(code_when_over(), "timeout.backend");
}

std::string loaded(const std::string& yaml) {
  exchange::LoadFake load(yaml);
  const auto policy = timeout_feature().make({load.root()}, load.context(), load.faults);
  return policy ? policy->remarks().front().text : load.faults.text();
}

TEST(Timeout, says_what_it_limits) {
  EXPECT_EQ(loaded("{requestTimeout: 1m30s, backendRequestTimeout: 500ms}"),
            "timeout: the whole exchange 1m30s, the backend's answer 500ms");
  EXPECT_EQ(loaded("{requestTimeout: 0s}"), "timeout: none is set");
}

TEST(Timeout, refuses_what_is_no_duration) {
  EXPECT_EQ(loaded("{requestTimeout: 5}"),
            "config.yaml:1:18: requestTimeout: found 5; expected a duration such as 300ms, 5m or "
            "1h30m\n");
}

}  // namespace
}  // namespace jg::policies::timeout
