#include "mcp/session_table.h"

#include <gtest/gtest.h>

#include "base/clock_fake.h"

namespace jg::mcp {
namespace {

class LinkFake final : public Link {
 public:
  explicit LinkFake(bool& ended) : ended_(ended) {}
  void end() override { ended_ = true; }
  bool is_over() const override { return over; }
  bool over = false;

 private:
  bool& ended_;
};

struct Sessions : testing::Test {
  FakeClock clock{std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000))};
  SessionTable table{clock};
  bool ended = false;

  std::shared_ptr<Session> open(std::string caller = "a", std::uint64_t group = 1) {
    auto made = table.make({"", group, std::move(caller), std::chrono::minutes(30)});
    EXPECT_TRUE(made);
    table.complete(**made, std::make_shared<LinkFake>(ended), false);
    return *made;
  }
  const char* why_not(const std::string& id, std::string_view caller = "a",
                      std::uint64_t group = 1) {
    const auto found = table.find(id, group, caller);
    return found ? nullptr : found.error().code;
  }
};

TEST_F(Sessions, are_found_by_who_opened_them) {
  const std::string id = open()->id();
  EXPECT_EQ(id.size(), 22u);
  EXPECT_EQ(why_not(id), nullptr);
}

TEST_F(Sessions, are_unknown_to_another_caller_and_behind_another_backend) {
  const std::string id = open()->id();
  EXPECT_STREQ(why_not(id, "b"), "mcp.session_unknown");
  EXPECT_STREQ(why_not(id, "a", 2), "mcp.session_unknown");
  EXPECT_STREQ(why_not("guess"), "mcp.session_unknown");
}

TEST_F(Sessions, are_unknown_until_they_have_begun) {
  const auto made = table.make({"", 1, "a", std::chrono::minutes(30)});
  EXPECT_STREQ(why_not((*made)->id()), "mcp.session_unknown");
}

TEST_F(Sessions, end_all_together) {
  open("a", 1);
  open("b", 2);
  table.clear();
  EXPECT_TRUE(ended);
  EXPECT_EQ(table.size(), 0u);
}

TEST_F(Sessions, end_when_they_are_idle_for_too_long) {
  const auto session = open();
  clock.advance(std::chrono::minutes(29));
  EXPECT_EQ(why_not(session->id()), nullptr);
  {
    const SessionUse use(session);
  }
  clock.advance(std::chrono::minutes(29));
  table.sweep();
  EXPECT_EQ(why_not(session->id()), nullptr);
  clock.advance(std::chrono::minutes(2));
  EXPECT_STREQ(why_not(session->id()), "mcp.session_unknown");
  table.sweep();
  EXPECT_EQ(table.size(), 0u);
  EXPECT_TRUE(ended);
}

TEST_F(Sessions, are_not_idle_while_they_are_used) {
  const auto session = open();
  const SessionUse use(session);
  clock.advance(std::chrono::hours(5));
  table.sweep();
  EXPECT_EQ(why_not(session->id()), nullptr);
}

TEST_F(Sessions, go_when_their_server_is_over) {
  const auto session = open();
  static_cast<LinkFake&>(*session->link).over = true;
  EXPECT_STREQ(why_not(session->id()), "mcp.session_unknown");
  table.sweep();
  EXPECT_EQ(table.size(), 0u);
}

TEST_F(Sessions, go_with_their_backend) {
  open("a", 1);
  const std::string stays = open("a", 2)->id();
  table.remove_group(1);
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(why_not(stays, "a", 2), nullptr);
}

TEST_F(Sessions, are_bounded) {
  for (std::size_t i = 0; i < SessionTable::kMost; ++i) open("");
  const auto made = table.make({"", 1, "a", std::chrono::minutes(30)});
  ASSERT_FALSE(made);
  EXPECT_STREQ(made.error().code, "mcp.session_limit");
}

TEST_F(Sessions, of_one_caller_leave_room_for_others) {
  for (std::size_t i = 0; i < SessionTable::kMostOfCaller; ++i) open("a");
  const auto made = table.make({"", 1, "a", std::chrono::minutes(30)});
  ASSERT_FALSE(made);
  EXPECT_STREQ(made.error().code, "mcp.session_limit");
  open("b");
}

}  // namespace
}  // namespace jg::mcp
