#include "net/dns.h"

#include <gtest/gtest.h>

#include <deque>

#include "net/loop_fake.h"
#include "net/waiter.h"

namespace jg::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kNoLimit{0};

struct ClockFake final : Clock {
  SystemTime now() const override { return {}; }
  SteadyTime steady() const override { return time; }
  SteadyTime time{std::chrono::hours(1)};
};

Addresses addresses(std::initializer_list<const char*> texts) {
  Addresses out;
  for (const char* text : texts) out.push_back(boost::asio::ip::make_address(text));
  return out;
}

// Answers what the test has laid ready, at once or when it is let go.
struct SourceFake final : NameSource {
  explicit SourceFake(Loop& of_loop) : loop(of_loop) {}
  Task<Result<Addresses>> look_up(std::string name) override {
    asked.push_back(name);
    while (holds) {
      Waiter waiter(loop);
      held.push_back(waiter);
      co_await waiter.wait(kNoLimit);
    }
    co_return answer;
  }
  void let_go() {
    holds = false;
    while (!held.empty()) held.front().wake();
  }

  Loop& loop;
  std::vector<std::string> asked;
  Result<Addresses> answer = addresses({"10.0.0.1"});
  bool holds = false;
  Line held;
};

struct Resolving : testing::Test {
  Loop loop;
  ClockFake clock;
  SourceFake source{loop};
  Resolver resolver{loop, clock, source, LookupFamily::v4_preferred};

  Result<Addresses> resolve(std::string host, milliseconds limit = kNoLimit) {
    return run(loop, resolver.resolve(std::move(host), limit));
  }
  void fail_with(Remedy remedy) { source.answer = fail(Blame::upstream, "net.dns", "why", remedy); }
  // Whatever is under way in the background comes to its end.
  void settle() {
    loop.context().restart();
    loop.context().poll();
  }
};

TEST_F(Resolving, of_literals_and_localhost_asks_nobody) {
  EXPECT_EQ(*resolve("192.0.2.7"), addresses({"192.0.2.7"}));
  EXPECT_EQ(*resolve("::2"), addresses({"::2"}));
  EXPECT_EQ(*resolve("localhost"), addresses({"127.0.0.1", "::1"}));
  EXPECT_EQ(*resolve("Api.LocalHost."), addresses({"127.0.0.1", "::1"}));
  EXPECT_TRUE(source.asked.empty());
}

TEST_F(Resolving, remembers_an_answer_for_five_seconds) {
  ASSERT_TRUE(resolve("a.test"));
  clock.time += milliseconds(4999);
  ASSERT_TRUE(resolve("A.test"));
  EXPECT_EQ(source.asked.size(), 1u);
  clock.time += milliseconds(1);
  ASSERT_TRUE(resolve("a.test"));
  settle();
  EXPECT_EQ(source.asked, (std::vector<std::string>{"a.test", "a.test"}));
}

TEST_F(Resolving, lets_addresses_take_turns) {
  source.answer = addresses({"::1", "10.0.0.1", "10.0.0.2"});
  EXPECT_EQ(*resolve("a.test"), addresses({"10.0.0.1", "10.0.0.2", "::1"}));
  EXPECT_EQ(*resolve("a.test"), addresses({"10.0.0.2", "10.0.0.1", "::1"}));
}

TEST_F(Resolving, of_one_name_by_many_is_one_question) {
  source.holds = true;
  std::optional<Result<Addresses>> first, second;
  loop.spawn(keep_result(resolver.resolve("a.test", kNoLimit), first));
  loop.spawn(keep_result(resolver.resolve("a.test", kNoLimit), second));
  settle();
  EXPECT_FALSE(first.has_value());
  source.let_go();
  turn_until(loop, [&] { return first && second; });
  EXPECT_TRUE(*first && *second);
  EXPECT_EQ(source.asked.size(), 1u);
}

TEST_F(Resolving, serves_the_last_answer_while_it_asks_anew) {
  ASSERT_TRUE(resolve("a.test"));
  clock.time += seconds(59);
  source.holds = true;
  EXPECT_EQ(*resolve("a.test"), addresses({"10.0.0.1"}));
  source.answer = addresses({"10.0.0.9"});
  source.let_go();
  settle();
  EXPECT_EQ(*resolve("a.test"), addresses({"10.0.0.9"}));
  EXPECT_EQ(source.asked.size(), 2u);
}

TEST_F(Resolving, waits_for_a_new_answer_when_the_last_is_old) {
  ASSERT_TRUE(resolve("a.test"));
  clock.time += seconds(60);
  source.answer = addresses({"10.0.0.9"});
  EXPECT_EQ(*resolve("a.test"), addresses({"10.0.0.9"}));
}

TEST_F(Resolving, falls_back_on_an_old_answer_when_nobody_can_tell) {
  ASSERT_TRUE(resolve("a.test"));
  fail_with(Remedy::retry_later);
  clock.time += seconds(3599);
  EXPECT_EQ(*resolve("a.test"), addresses({"10.0.0.1"}));
  clock.time += seconds(1);
  const auto late = resolve("a.test");
  ASSERT_FALSE(late);
  EXPECT_STREQ(late.error().code, "net.dns");
}

TEST_F(Resolving, falls_back_on_an_old_answer_when_the_new_one_takes_long) {
  ASSERT_TRUE(resolve("a.test"));
  source.holds = true;
  clock.time += seconds(100);
  EXPECT_EQ(*resolve("a.test", milliseconds(1)), addresses({"10.0.0.1"}));
  source.let_go();
  settle();
}

TEST_F(Resolving, believes_that_a_name_is_gone) {
  ASSERT_TRUE(resolve("a.test"));
  fail_with(Remedy::give_up);
  clock.time += seconds(60);
  EXPECT_FALSE(resolve("a.test"));
}

TEST_F(Resolving, pauses_for_a_second_after_a_failure) {
  fail_with(Remedy::retry_later);
  EXPECT_FALSE(resolve("a.test"));
  clock.time += milliseconds(999);
  EXPECT_FALSE(resolve("a.test"));
  EXPECT_EQ(source.asked.size(), 1u);
  clock.time += milliseconds(1);
  source.answer = addresses({"10.0.0.1"});
  EXPECT_TRUE(resolve("a.test"));
  EXPECT_EQ(source.asked.size(), 2u);
}

TEST_F(Resolving, waits_no_longer_than_it_may) {
  source.holds = true;
  const auto answer = resolve("a.test", milliseconds(1));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().detail, "a.test: no answer in time");
  source.let_go();
  settle();
}

TEST_F(Resolving, forgets_the_name_unused_for_longest_when_it_knows_too_many) {
  ASSERT_TRUE(resolve("first.test"));
  for (int i = 0; i < 1024; ++i) {
    clock.time += milliseconds(1);
    ASSERT_TRUE(resolve("n" + std::to_string(i) + ".test"));
  }
  source.asked.clear();
  ASSERT_TRUE(resolve("n0.test"));
  EXPECT_TRUE(source.asked.empty());
  ASSERT_TRUE(resolve("first.test"));
  EXPECT_EQ(source.asked.size(), 1u);
}

}  // namespace
}  // namespace jg::net
