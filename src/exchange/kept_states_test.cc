#include "exchange/kept_states.h"

#include <gtest/gtest.h>

namespace jg::exchange {
namespace {

struct Count {
  int number;
};

std::shared_ptr<const Count> keep(KeptStates& states, const std::string& key, int number) {
  return states.keep<Count>(key, [&] { return std::make_shared<const Count>(number); });
}

TEST(KeptStates, gives_what_is_still_held) {
  KeptStates states;
  const auto first = keep(states, "a", 1);
  EXPECT_EQ(keep(states, "a", 2), first);
  EXPECT_EQ(keep(states, "b", 3)->number, 3);
}

TEST(KeptStates, keeps_nothing_alive) {
  KeptStates states;
  std::weak_ptr<const Count> gone = keep(states, "a", 1);
  EXPECT_TRUE(gone.expired());
  EXPECT_EQ(keep(states, "a", 2)->number, 2);
}

TEST(KeptStates, tells_types_apart) {
  KeptStates states;
  const auto count = keep(states, "a", 1);
  const auto text =
      states.keep<std::string>("a", [] { return std::make_shared<const std::string>("another"); });
  EXPECT_EQ(*text, "another");
}

TEST(KeptStates, remembers_no_failure) {
  KeptStates states;
  EXPECT_EQ(states.keep<Count>("a", [] { return std::shared_ptr<const Count>(); }), nullptr);
  const auto made = keep(states, "a", 1);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->number, 1);
}

}  // namespace
}  // namespace jg::exchange
