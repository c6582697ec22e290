#include "mcp/conversation/history.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

using Texts = std::vector<std::string>;

// What comes behind `id`; "lost" when that is not known any more.
Texts behind(const History& history, std::string_view id) {
  const auto rest = history.find_rest(id);
  if (!rest) return {"lost"};
  Texts out;
  for (const History::Event& event : rest->events) out.push_back(event.id + "=" + event.text);
  return out;
}

TEST(History, tells_what_came_behind_an_event_on_its_stream) {
  History history;
  const auto one = history.open(), two = history.open();
  EXPECT_EQ(history.next_id(one), "1-1");
  history.add(one, "a");
  history.add(two, "x");
  history.add(one, "b");
  history.add(one, "c");
  EXPECT_EQ(history.next_id(one), "1-4");
  EXPECT_EQ(behind(history, "1-1"), Texts({"1-2=b", "1-3=c"}));
  EXPECT_EQ(behind(history, "1-3"), Texts());
  EXPECT_EQ(behind(history, "2-0"), Texts({"2-1=x"}));
}

TEST(History, knows_no_event_that_never_was) {
  History history;
  history.add(history.open(), "a");
  for (const char* id : {"", "1", "1-", "-1", "1-2", "2-1", "0-0", "01-1", "1-01", "1-1 ", "1--1",
                         "+1-1", "1-+1", "99999999999999999999-1", "a-b"})
    EXPECT_EQ(behind(history, id), Texts({"lost"})) << id;
}

TEST(History, says_whether_the_stream_is_over) {
  History history;
  const auto one = history.open();
  history.add(one, "a");
  EXPECT_FALSE(history.find_rest("1-1")->is_over);
  history.end(one);
  EXPECT_TRUE(history.find_rest("1-1")->is_over);
  EXPECT_EQ(behind(history, "1-0"), Texts({"1-1=a"}));
}

TEST(History, forgets_a_stream_that_said_nothing) {
  History history;
  history.end(history.open());
  EXPECT_EQ(behind(history, "1-0"), Texts({"lost"}));
}

TEST(History, keeps_only_so_many_events_and_knows_what_it_lost) {
  History history;
  const auto one = history.open();
  for (std::size_t i = 0; i <= History::kMost; ++i) history.add(one, "x");
  EXPECT_EQ(behind(history, "1-0"), Texts({"lost"}));
  EXPECT_EQ(behind(history, "1-1").size(), History::kMost);
}

TEST(History, keeps_only_so_many_bytes) {
  History history;
  const auto one = history.open(), two = history.open();
  history.add(one, "small");
  history.end(one);
  const std::string large(History::kMostBytes, 'x');
  history.add(two, large);
  EXPECT_EQ(behind(history, "1-0"), Texts({"lost"}));
  EXPECT_EQ(behind(history, "2-0").size(), 1u);
  history.add(two, large + "x");
  EXPECT_EQ(behind(history, "2-1"), Texts({"lost"})) << "too large to be kept";
  history.add(two, "small");
  EXPECT_EQ(behind(history, "2-2"), Texts({"2-3=small"}));
}

}  // namespace
}  // namespace jg::mcp
