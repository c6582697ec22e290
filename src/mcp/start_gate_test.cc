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
    gate.fail("a");
    std::chrono::milliseconds shut{0};
    for (; !gate.is_open("a"); shut += StartGate::kFirst) clock.advance(StartGate::kFirst);
    return shut;
  }
};

TEST_F(Gate, is_shut_longer_after_each_failure_up_to_a_limit) {
  clock.advance(std::chrono::hours(1));
  EXPECT_TRUE(gate.is_open("a"));
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
  gate.succeed("a");
  EXPECT_EQ(fail(), StartGate::kFirst);
}

TEST_F(Gate, counts_failures_while_it_is_shut_once) {
  clock.advance(std::chrono::hours(1));
  gate.fail("a");
  gate.fail("a");
  EXPECT_EQ(fail(), StartGate::kFirst);
}

TEST_F(Gate, makes_nobody_wait_for_what_another_did) {
  clock.advance(std::chrono::hours(1));
  gate.fail("a");
  EXPECT_FALSE(gate.is_open("a"));
  EXPECT_TRUE(gate.is_open("b"));
}

TEST_F(Gate, forgets_whose_pause_is_over_when_there_are_many) {
  for (std::size_t i = 0; i <= StartGate::kMostCallers; ++i) gate.fail(std::to_string(i));
  EXPECT_FALSE(gate.is_open("0"));
  EXPECT_TRUE(gate.is_open(std::to_string(StartGate::kMostCallers)));
  clock.advance(StartGate::kFirst);
  gate.fail("late");
  EXPECT_FALSE(gate.is_open("late"));
}

}  // namespace
}  // namespace jg::mcp
