#include "policies/jwt/replay_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::policies::jwt {
namespace {

using Seen = ReplayMemory::Seen;
constexpr std::chrono::seconds kWindow{60};
constexpr std::int64_t kNow = 1'800'000'000;

TEST(ReplayMemory, knows_a_proof_for_the_whole_window) {
  const ReplayMemory memory(kWindow);
  EXPECT_EQ(memory.add("a", kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.add("b", kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.add("a", kNow, kNow + 60), Seen::replayed);
}

TEST(ReplayMemory, forgets_what_is_out_of_the_window_and_accepts_it_no_more) {
  const ReplayMemory memory(kWindow);
  EXPECT_EQ(memory.add("a", kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.add("b", kNow + 61, kNow + 61), Seen::fresh);
  EXPECT_EQ(memory.size(), 1u);
  EXPECT_EQ(memory.add("a", kNow, kNow + 61), Seen::too_old);
}

TEST(ReplayMemory, becomes_narrower_when_it_is_full) {
  const ReplayMemory memory(kWindow, 3);
  EXPECT_EQ(memory.add("a", kNow - 2, kNow), Seen::fresh);
  EXPECT_EQ(memory.add("b", kNow - 1, kNow), Seen::fresh);
  EXPECT_EQ(memory.add("c", kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.add("d", kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.size(), 3u);
  EXPECT_EQ(memory.add("a", kNow - 2, kNow), Seen::too_old);
  EXPECT_EQ(memory.add("b", kNow - 1, kNow), Seen::replayed);
}

TEST(ReplayMemory, accepts_none_of_a_second_that_alone_is_too_many) {
  const ReplayMemory memory(kWindow, 2);
  for (const char* id : {"a", "b", "c"}) EXPECT_EQ(memory.add(id, kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.size(), 0u);
  EXPECT_EQ(memory.add("a", kNow, kNow), Seen::too_old);
  EXPECT_EQ(memory.add("d", kNow + 1, kNow + 1), Seen::fresh);
}

}  // namespace
}  // namespace jg::policies::jwt
