#include "policies/delay/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "net/loop_fake.h"
#include "policies/delay/feature.h"

namespace jg::policies::delay {
namespace {

using namespace std::chrono_literals;

struct Delayed {
  explicit Delayed(const std::string& duration) : load("duration: " + duration) {
    policy = delay_feature().make({load.root()}, load.context(), load.faults);
  }
  std::chrono::milliseconds time() {
    EXPECT_TRUE(policy) << load.faults.text();
    return policy ? static_cast<const DelayPolicy&>(*policy).time_for(fake.exchange) : -1ms;
  }
  std::string resumed() {
    const auto verdict = net::run(fake.loop, policy->resume(fake.exchange));
    if (!verdict) return verdict.error().code;
    return *verdict == exchange::Verdict::proceed ? "proceeds" : "?";
  }
  exchange::LoadFake load;
  exchange::ExchangeFake fake;
  std::shared_ptr<const exchange::Policy> policy;
};

TEST(Delay, is_a_duration) { EXPECT_EQ(Delayed("1m500ms").time(), 60'500ms); }

TEST(Delay, is_computed_as_a_duration_or_a_number_of_milliseconds) {
  EXPECT_EQ(Delayed("'duration(\"2s\")'").time(), 2s);
  EXPECT_EQ(Delayed("'request.method == \"GET\" ? 500 : 0'").time(), 500ms);
  EXPECT_EQ(Delayed("'1.5 * 2.0'").time(), 3ms);
  EXPECT_EQ(Delayed("'7u'").time(), 7ms);
}

TEST(Delay, is_none_for_what_is_no_time) {
  EXPECT_EQ(Delayed("'-5'").time(), 0ms);
  EXPECT_EQ(Delayed("'\"5\"'").time(), 0ms);
  EXPECT_EQ(Delayed("'request.headers.none'").time(), 0ms);
  EXPECT_EQ(Delayed("'0.0 / 0.0'").time(), 0ms);
}

TEST(Delay, has_an_end) {
  EXPECT_EQ(Delayed("'9000000000000000000'").time(), kLongest);
  EXPECT_EQ(Delayed("'1e300'").time(), kLongest);
  EXPECT_EQ(Delayed("'18446744073709551615u'").time(), kLongest);
}

TEST(Delay, lets_on_when_it_is_over) { EXPECT_EQ(Delayed("1ms").resumed(), "proceeds"); }

TEST(Delay, ends_with_its_exchange) {
  Delayed delayed("1h");
  delayed.fake.loop.post([&] { delayed.fake.exchange.cancel.cancel(); });
  EXPECT_EQ(delayed.resumed(), "http.client_gone");
}

TEST(Delay, refuses_what_is_too_long_or_no_expression) {
  EXPECT_EQ(Delayed("2h").load.faults.text(),
            "config.yaml:1:11: duration: found \"2h\"; expected at most 1h\n");
  EXPECT_FALSE(Delayed("'1 +'").policy);
}

}  // namespace
}  // namespace jg::policies::delay
