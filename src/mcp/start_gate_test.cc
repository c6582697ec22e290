#include "mcp/start_gate.h"

#include <gtest/gtest.h>

#include "base/clock_fake.h"

namespace jg::mcp {
namespace {

struct Gate : testing::Test {
  FakeClock clock{std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000))};
  StartGate gate{clock};

  // How long it stays shut after one more failure.
  std::chrono::milliseconds fail() {
    gate.fail();
    std::chrono::milliseconds shut{0};
    for (; !gate.is_open(); shut += StartGate::kFirst) clock.advance(StartGate::kFirst);
    return shut;
  }
};

TEST_F(Gate, is_shut_longer_after_each_failure_up_to_a_limit) {
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(gate.is_open());
  EXPECT_EQ(fail(), StartGate::kFirst);
  EXPECT_EQ(fail(), 2 * StartGate::kFirst);
  EXPECT_EQ(fail(), 4 * StartGate::kFirst);
  for (int i = 0; i < 10; ++i) fail();
  EXPECT_EQ(fail(), StartGate::kLongest);
}

TEST_F(Gate, forgets_failures_with_a_success) {
  clock.advance(std::chrono::hours(1));
  fail();
  fail();
  gate.succeed();
  EXPECT_EQ(fail(), StartGate::kFirst);
}

TEST_F(Gate, counts_failures_while_it_is_shut_once) {
  clock.advance(std::chrono::hours(1));
  gate.fail();
  gate.fail();
  EXPECT_EQ(fail(), StartGate::kFirst);
}

}  // namespace
}  // namespace jg::mcp
