#include "keys/remote_document.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::keys {
namespace {

using namespace std::chrono_literals;

struct Remote : testing::Test {
  net::Loop loop;
  net::CancelSlot cancel;
  SteadyTime now{1000h};
  int wakes = 0;
  std::shared_ptr<RemoteDocument> keys =
      std::make_shared<RemoteDocument>(settings(), 2u, [this] { ++wakes; });
  const std::shared_ptr<const jose::KeySet> set = std::make_shared<const jose::KeySet>();

  static RemoteSettings settings() {
    RemoteSettings out;
    out.url = "https://me:secret@idp.example/keys?secret";
    out.unknown_wait = 60s;
    return out;
  }
  bool ask(std::optional<std::string_view> kid, unsigned worker = 0) {
    return keys->ask(kid, {worker, loop, now});
  }
  void fetch(std::shared_ptr<const jose::KeySet> what, bool is_good = true) {
    keys->begin_fetch();
    keys->end_fetch({}, std::move(what), is_good);
  }
};

TEST_F(Remote, shows_another_set_by_another_version) {
  EXPECT_EQ(keys->published().content.keys, nullptr);
  const auto first = keys->version();
  fetch(set);
  EXPECT_NE(keys->version(), first);
  EXPECT_EQ(keys->published().content.keys, set);
  EXPECT_EQ(keys->published().version, keys->version());
  const auto second = keys->version();
  fetch(set);
  EXPECT_EQ(keys->version(), second);
  keys->publish(nullptr);
  EXPECT_NE(keys->version(), second);
}

TEST_F(Remote, is_asked_for_by_the_first_token_with_an_unknown_key_and_joined_by_others) {
  EXPECT_TRUE(ask("a"));
  EXPECT_EQ(wakes, 1);
  EXPECT_TRUE(keys->has_wish());
  EXPECT_TRUE(ask("b", 1));
  keys->begin_fetch();
  EXPECT_FALSE(keys->has_wish());
  EXPECT_TRUE(ask("a"));
  EXPECT_TRUE(ask("c"));
  keys->end_fetch({}, set, true);
  EXPECT_EQ(keys->report().unknown_kids, 4u);
}

TEST_F(Remote, is_not_asked_twice_for_what_it_does_not_have) {
  EXPECT_TRUE(ask("a"));
  fetch(set);
  now += 10s;
  EXPECT_FALSE(ask("a"));
  EXPECT_TRUE(ask("b"));
  fetch(set);
  now += AbsentKids::kFor;
  EXPECT_TRUE(ask("a"));
}

TEST_F(Remote, is_asked_again_when_the_fetch_failed) {
  EXPECT_TRUE(ask("a"));
  fetch(nullptr, false);
  now += 10s;
  EXPECT_TRUE(ask("a"));
}

TEST_F(Remote, is_asked_within_the_budget_only) {
  int times = 0;
  for (int i = 0; i < 100; ++i) {
    now += 100ms;
    if (!ask(std::to_string(i))) continue;
    ++times;
    fetch(set);
  }
  EXPECT_EQ(times, Budget::kAtOnce);
}

TEST_F(Remote, is_not_asked_by_who_found_no_keys_but_may_be_waited_for) {
  EXPECT_FALSE(ask(std::nullopt));
  EXPECT_FALSE(keys->has_wish());
  keys->begin_fetch();
  EXPECT_TRUE(ask(std::nullopt));
  EXPECT_EQ(keys->report().unknown_kids, 0u);
}

TEST_F(Remote, wakes_who_waits_when_the_fetch_has_ended) {
  ASSERT_TRUE(ask("a"));
  loop.post([this] { fetch(set); });
  net::run(loop, keys->await_fetch(0, loop, cancel));
  EXPECT_EQ(keys->published().content.keys, set);
}

TEST_F(Remote, lets_go_who_is_cancelled) {
  ASSERT_TRUE(ask("a"));
  loop.post([this] { cancel.cancel(); });
  net::run(loop, keys->await_fetch(0, loop, cancel));
  fetch(set);
  net::run(loop, net::sleep_for(loop, 1ms));  // what was posted finds nobody
}

TEST_F(Remote, has_room_for_so_many_who_wait) {
  ASSERT_TRUE(ask("a"));
  for (std::size_t i = 0; i < RemoteDocument::kMostWaiting; ++i)
    loop.spawn(keys->await_fetch(0, loop, cancel));
  net::run(loop, net::sleep_for(loop, 1ms));
  EXPECT_FALSE(ask("a"));
  EXPECT_TRUE(ask("a", 1));
  fetch(set);
  net::run(loop, net::sleep_for(loop, 1ms));
  keys->begin_fetch();
  EXPECT_TRUE(ask("a"));
}

TEST_F(Remote, reports_no_secret_of_its_url) {
  EXPECT_EQ(keys->report().source, "https://idp.example/keys");
}

}  // namespace
}  // namespace jg::keys
