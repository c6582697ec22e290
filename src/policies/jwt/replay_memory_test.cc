#include "policies/jwt/replay_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::policies::jwt {
namespace {

using Seen = ReplayMemory::Seen;
constexpr std::chrono::seconds kWindow{60};
constexpr std::int64_t kNow = 1'800'000'000;

// Each by a key of its own.
Seen add(const ReplayMemory& memory, std::string_view id, std::int64_t issued, std::int64_t now) {
  return memory.add({.key = id, .id = id, .issued = issued}, now);
}

TEST(ReplayMemory, knows_a_proof_for_the_whole_window) {
  const ReplayMemory memory(kWindow);
  EXPECT_EQ(add(memory, "a", kNow, kNow), Seen::fresh);
  EXPECT_EQ(add(memory, "b", kNow, kNow), Seen::fresh);
  EXPECT_EQ(add(memory, "a", kNow, kNow + 60), Seen::replayed);
}

TEST(ReplayMemory, forgets_what_is_out_of_the_window_and_accepts_it_no_more) {
  const ReplayMemory memory(kWindow);
  EXPECT_EQ(add(memory, "a", kNow, kNow), Seen::fresh);
  EXPECT_EQ(add(memory, "b", kNow + 61, kNow + 61), Seen::fresh);
  EXPECT_EQ(memory.size(), 1u);
  EXPECT_EQ(add(memory, "a", kNow, kNow + 61), Seen::too_old);
}

TEST(ReplayMemory, becomes_narrower_when_it_is_full) {
  const ReplayMemory memory(kWindow, 3);
  EXPECT_EQ(add(memory, "a", kNow - 2, kNow), Seen::fresh);
  EXPECT_EQ(add(memory, "b", kNow - 1, kNow), Seen::fresh);
  EXPECT_EQ(add(memory, "c", kNow, kNow), Seen::fresh);
  EXPECT_EQ(add(memory, "d", kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.size(), 3u);
  EXPECT_EQ(add(memory, "a", kNow - 2, kNow), Seen::too_old);
  EXPECT_EQ(add(memory, "b", kNow - 1, kNow), Seen::replayed);
}

TEST(ReplayMemory, accepts_none_of_a_second_that_alone_is_too_many) {
  const ReplayMemory memory(kWindow, 2);
  for (const char* id : {"a", "b", "c"}) EXPECT_EQ(add(memory, id, kNow, kNow), Seen::fresh);
  EXPECT_EQ(memory.size(), 0u);
  EXPECT_EQ(add(memory, "a", kNow, kNow), Seen::too_old);
  EXPECT_EQ(add(memory, "d", kNow + 1, kNow + 1), Seen::fresh);
}

TEST(ReplayMemory, gives_one_key_a_share_only) {
  const ReplayMemory memory(kWindow, 16);
  const auto prove = [&](std::string_view key, std::string_view id, std::int64_t at) {
    return memory.add({.key = key, .id = id, .issued = at}, at);
  };
  EXPECT_EQ(prove("mallory", "1", kNow), Seen::fresh);
  EXPECT_EQ(prove("mallory", "2", kNow), Seen::fresh);
  EXPECT_EQ(prove("mallory", "3", kNow), Seen::too_many);
  EXPECT_EQ(prove("mallory", "2", kNow), Seen::replayed);
  EXPECT_EQ(prove("alice", "1", kNow), Seen::fresh);
  EXPECT_EQ(prove("mallory", "4", kNow + 61), Seen::fresh);
}

}  // namespace
}  // namespace jg::policies::jwt
