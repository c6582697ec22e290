#include "app/spell.h"

#include <gtest/gtest.h>

namespace jg::app {
namespace {

TEST(Spell, begins_once_and_again_after_quiet) {
  Spell spell;
  Spell::Time now{};
  EXPECT_TRUE(spell.begins(now));
  EXPECT_FALSE(spell.begins(now));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(spell.begins(now += Spell::kQuiet / 2));
  EXPECT_TRUE(spell.begins(now += Spell::kQuiet));
  EXPECT_FALSE(spell.begins(now));
}

}  // namespace
}  // namespace jg::app
