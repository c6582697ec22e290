#include "mcp/event_filter.h"

#include <gtest/gtest.h>

#include "mcp/list_cut.h"

namespace jg::mcp {
namespace {

using Kind = telemetry::McpSubject::Kind;

constexpr std::string_view kList = R"({"result":{"tools":[{"name":"good"},{"name":"x"}]}})";
constexpr std::string_view kCut = R"({"result":{"tools":[{"name":"good"}]}})";

EventFilter make() {
  const KeepItem keep = [](Kind, std::string_view name) { return name == "good"; };
  return EventFilter([keep](std::string_view text) { return cut_lists(text, keep); });
}

// What passes of the stream when it comes in pieces of `size`.
std::string passed(std::string_view stream, std::size_t size) {
  EventFilter filter = make();
  std::string out;
  for (std::size_t at = 0; at < stream.size(); at += size) {
    const auto piece = filter.take(stream.substr(at, size));
    if (!piece) return out + piece.error().code;
    out += *piece;
  }
  return out;
}

std::string event(std::string_view data) { return "data: " + std::string(data) + "\n\n"; }

TEST(EventFilter, changes_messages_however_the_stream_is_cut) {
  const std::string stream = "event: message\nid: 7\ndata: " + std::string(kList) + "\n\n: x\n\n";
  const std::string expected = "event: message\nid: 7\ndata: " + std::string(kCut) + "\n\n: x\n\n";
  for (std::size_t size = 1; size <= stream.size(); ++size)
    EXPECT_EQ(passed(stream, size), expected);
}

TEST(EventFilter, passes_ids_comments_and_other_messages_as_they_came) {
  const std::string stream =
      ": hello\nid: 1\ndata:\n\nretry: 10\n\n\nid:2\ndata:{\"id\":1,\ndata: \"result\":{}}\n\n";
  EXPECT_EQ(passed(stream, stream.size()), stream);
}

TEST(EventFilter, labels_ids) {
  EventFilter filter([](std::string_view) { return std::optional<std::string>(); }, "a+");
  EXPECT_EQ(
      *filter.take("id: 7\ndata:\nretry: 10\n\ndata: {}\nid:x\ndata: 1\n\ndata: {}\n\nid\n\n"),
      "id: a+7\nretry: 10\ndata:\n\nid: a+x\ndata: {}\ndata: 1\n\ndata: {}\n\nid: a+\n\n");
}

TEST(EventFilter, reads_any_line_end_and_a_byte_order_mark) {
  for (const std::string_view end : {"\n", "\r", "\r\n"}) {
    std::string stream = "\xef\xbb\xbf";
    stream.append("data: ").append(kList).append(end).append(end).append(":").append(end).append(
        end);
    EXPECT_EQ(passed(stream, 1), event(kCut) + ":\n\n");
    EXPECT_EQ(passed(stream, stream.size()), event(kCut) + ":\n\n");
  }
}

TEST(EventFilter, reads_line_ends_of_all_kinds_however_the_stream_is_cut) {
  const std::string stream = "id: 1\r\rid: 2\n\r\nid: 3\r\n\nid: 4\r\n\rid: 5\n\n";
  for (std::size_t size = 1; size <= stream.size(); ++size)
    EXPECT_EQ(passed(stream, size), "id: 1\n\nid: 2\n\nid: 3\n\nid: 4\n\nid: 5\n\n") << size;
}

TEST(EventFilter, joins_the_lines_of_a_message) {
  EXPECT_EQ(passed("data: {\"result\":{\"tools\":\ndata: [{\"name\":\"x\"}]}}\n\n", 4),
            event(R"({"result":{"tools":[]}})"));
}

TEST(EventFilter, holds_back_an_event_that_does_not_end) {
  EXPECT_EQ(passed("data: " + std::string(kList) + "\n", 5), "");
}

TEST(EventFilter, ends_with_an_event_that_it_cannot_read) {
  EXPECT_EQ(passed(event("{}") + event("no json"), 3), event("{}") + "mcp.unreadable_answer");
}

TEST(EventFilter, is_bounded) {
  EventFilter filter = make();
  const std::string half(EventFilter::kMostEvent / 2, 'x');
  ASSERT_TRUE(filter.take(half));
  ASSERT_TRUE(filter.take(half));
  const auto more = filter.take("x");
  ASSERT_FALSE(more);
  EXPECT_STREQ(more.error().code, "mcp.unreadable_answer");
}

}  // namespace
}  // namespace jg::mcp
