#include "base/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace jg {
namespace {

TEST(Arena, copies_live_until_reset) {
  Arena arena(64);
  const std::string long_text(1000, 'x');
  const auto a = arena.copy("hello");
  const auto b = arena.copy(long_text);
  EXPECT_EQ(a, "hello");
  EXPECT_EQ(b, long_text);
}

TEST(Arena, keeps_alignment) {
  Arena arena(64);
  arena.copy("x");
  const auto* number = arena.make<std::uint64_t>(7u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(number) % alignof(std::uint64_t), 0u);
}

TEST(Arena, reuses_its_first_block_after_reset) {
  Arena arena(64);
  const char* first = arena.copy("one").data();
  arena.copy(std::string(500, 'y'));
  arena.reset();
  EXPECT_EQ(arena.copy("two").data(), first);
}

TEST(Arena, begins_anew_when_it_holds_nothing) {
  Arena arena(64);
  arena.copy("one");
  arena.release();
  EXPECT_EQ(arena.copy("two"), "two");
  arena.release();
  arena.reset();
  EXPECT_EQ(arena.copy("three"), "three");
}

}  // namespace
}  // namespace jg
