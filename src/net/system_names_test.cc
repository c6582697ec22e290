#include "net/system_names.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "net/loop_fake.h"

namespace jg::net {
namespace {

// Such a label is refused by the resolver itself: nothing goes over a network.
const std::string kTooLong = std::string(64, 'x') + ".test";

TEST(SystemNames, give_the_addresses_of_the_family_asked_for) {
  Loop loop;
  SystemNames names(loop, LookupFamily::v4_only);
  const auto found = run(loop, names.look_up("127.0.0.1"));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_TRUE(found->front().is_loopback());
}

TEST(SystemNames, tell_what_they_do_not_know) {
  Loop loop;
  SystemNames names(loop, LookupFamily::all);
  const auto found = run(loop, names.look_up(kTooLong));
  ASSERT_FALSE(found);
  EXPECT_STREQ(found.error().code, "net.dns");
  EXPECT_TRUE(found.error().detail.starts_with(kTooLong));
}

TEST(SystemNames, answer_many_questions_at_once) {
  Loop loop;
  SystemNames names(loop, LookupFamily::all);
  std::vector<std::optional<Result<Addresses>>> answers(100);
  for (auto& answer : answers) loop.spawn(keep_result(names.look_up("127.0.0.1"), answer));
  turn_until(loop, [&] { return std::ranges::all_of(answers, [](auto& a) { return a && *a; }); });
}

TEST(SystemNames, may_go_while_they_are_asked) {
  std::optional<Result<Addresses>> answer;
  Loop loop;
  {
    SystemNames names(loop, LookupFamily::all);
    loop.spawn(keep_result(names.look_up("127.0.0.1"), answer));
    loop.context().poll();
  }
  EXPECT_FALSE(answer.has_value());
}

}  // namespace
}  // namespace jg::net
