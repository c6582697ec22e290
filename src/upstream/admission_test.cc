#include "upstream/admission.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::upstream {
namespace {

using std::chrono::milliseconds;
using Entered = std::optional<Result<Admission::Place>>;

struct Entering : testing::Test {
  net::Loop loop;
  Admission admission{loop, {.calls = 1, .queue = 2, .patience = milliseconds(0)}};
  std::optional<Admission::Place> holder = admission.try_enter();

  void ask(Entered& entered, net::CancelSlot* cancel = nullptr) {
    loop.spawn(net::keep_result(admission.enter(cancel), entered));
    poll();
  }
  void poll() {
    loop.context().restart();
    loop.context().poll();
  }
};

TEST_F(Entering, is_at_once_while_there_is_a_place) {
  ASSERT_TRUE(holder);
  EXPECT_FALSE(admission.try_enter());
  holder.reset();
  EXPECT_EQ(admission.under_way(), 0u);
  EXPECT_TRUE(net::run(loop, admission.enter(nullptr)));
}

TEST_F(Entering, waits_in_the_order_of_asking) {
  Entered first, second;
  ask(first);
  ask(second);
  EXPECT_EQ(admission.waiting(), 2u);
  holder.reset();
  EXPECT_FALSE(admission.try_enter()) << "it belongs to the first in line";
  poll();
  ASSERT_TRUE(first && *first);
  EXPECT_FALSE(second);
  first.reset();
  poll();
  EXPECT_TRUE(second && *second);
  EXPECT_EQ(admission.under_way(), 1u);
}

TEST_F(Entering, is_refused_when_the_line_is_full) {
  Entered first, second, third;
  ask(first);
  ask(second);
  ask(third);
  ASSERT_TRUE(third && !*third);
  EXPECT_STREQ(third->error().code, "upstream.busy");
  EXPECT_EQ(third->error().detail, "1 calls under way, 2 waiting");
  EXPECT_EQ(admission.refused(), 1u);
  holder.reset();
  poll();
  first.reset();
  poll();
}

TEST_F(Entering, is_refused_when_patience_runs_out) {
  Admission impatient(loop, {.calls = 1, .queue = 1, .patience = milliseconds(1)});
  const auto held = impatient.try_enter();
  const auto entered = net::run(loop, impatient.enter(nullptr));
  ASSERT_FALSE(entered);
  EXPECT_STREQ(entered.error().code, "upstream.busy");
  EXPECT_EQ(entered.error().detail, "no place within 1ms");
  EXPECT_EQ(impatient.waiting(), 0u);
}

TEST_F(Entering, ends_with_its_client) {
  Entered first, second;
  net::CancelSlot cancel;
  ask(first, &cancel);
  ask(second);
  cancel.cancel();
  poll();
  ASSERT_TRUE(first && !*first);
  EXPECT_STREQ(first->error().code, "http.client_gone");
  holder.reset();
  poll();
  EXPECT_TRUE(second && *second);
}

}  // namespace
}  // namespace jg::upstream
