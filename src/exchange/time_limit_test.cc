#include "exchange/time_limit.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::exchange {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class Ending final : public TimeKept {
 public:
  int ended = 0;
  void end() override { ++ended; }
};

struct Limited : testing::Test {
  net::Loop loop;
  Ending ending;
  TimeLimit limit{loop.deadlines()};

  Limited() { limit.keep(ending); }
  std::string code_when_over() {
    net::turn_until(loop, [&] { return limit.is_over(); });
    return limit.error().code;
  }
};

TEST_F(Limited, is_not_armed_before_it_is_set) {
  limit.limit_request(milliseconds(0));
  limit.limit_backend(milliseconds(0));
  limit.enter_backend();
  EXPECT_FALSE(limit.is_set());
}

TEST_F(Limited, ends_the_request_once) {
  limit.limit_request(milliseconds(1));
  EXPECT_EQ(code_when_over(), "timeout.request");
  EXPECT_EQ(ending.ended, 1);
  EXPECT_FALSE(limit.is_set());
}

TEST_F(Limited, counts_the_backends_time_from_its_call) {
  limit.limit_backend(milliseconds(1));
  EXPECT_FALSE(limit.is_set());
  limit.enter_backend();
  EXPECT_EQ(code_when_over(), "timeout.backend");
  EXPECT_EQ(ending.ended, 1);
}

TEST_F(Limited, forgets_the_backends_time_when_it_has_answered) {
  limit.limit_backend(milliseconds(1));
  limit.enter_backend();
  limit.leave_backend();
  EXPECT_FALSE(limit.is_set());
}

TEST_F(Limited, goes_on_with_the_requests_time_behind_the_backends) {
  limit.limit_request(hours(1));
  limit.limit_backend(milliseconds(1));
  limit.enter_backend();
  limit.leave_backend();
  EXPECT_TRUE(limit.is_set());
  limit.limit_request(milliseconds(1));
  EXPECT_EQ(code_when_over(), "timeout.request");
}

TEST_F(Limited, tells_the_one_that_came_first) {
  limit.limit_request(milliseconds(1));
  limit.limit_backend(hours(1));
  limit.enter_backend();
  EXPECT_EQ(code_when_over(), "timeout.request");
}

TEST_F(Limited, keeps_the_shortest_time_for_the_backend) {
  limit.limit_backend(hours(1));
  limit.enter_backend();
  limit.limit_backend(milliseconds(1));
  limit.limit_backend(hours(2));
  EXPECT_EQ(code_when_over(), "timeout.backend");
}

TEST_F(Limited, is_new_after_a_reset) {
  limit.limit_request(milliseconds(1));
  limit.limit_backend(milliseconds(1));
  limit.enter_backend();
  code_when_over();
  limit.reset();
  EXPECT_FALSE(limit.is_over());
  limit.enter_backend();
  EXPECT_FALSE(limit.is_set());
}

}  // namespace
}  // namespace jg::exchange
