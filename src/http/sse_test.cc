#include "http/sse.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::http {
namespace {

// Every event as "name=data;", from a stream cut into pieces of one size.
std::string read(std::string_view stream, std::size_t piece, SseReader reader = SseReader()) {
  std::string out;
  for (; !stream.empty(); stream.remove_prefix(std::min(piece, stream.size()))) {
    std::string_view input = stream.substr(0, piece);
    while (const auto event = reader.next(input))
      out.append(event->name).append("=").append(event->data).append(";");
    EXPECT_TRUE(input.empty());
  }
  return out + std::to_string(reader.skipped());
}

TEST(SseReader, gives_the_same_for_every_way_to_cut_the_stream) {
  const std::string stream =
      "\xef\xbb\xbf"
      "data: first\n\nevent: delta\ndata:second\r\n\r\n:comment\r\rdata\n\ndata: a\rdata:  b\r\n"
      "data\r\rid: 7\nretry: 5\nunknown: x\ndata: {\"x\":1}\n\nevent: empty\n\ndata: unfinished";
  for (std::size_t piece = 1; piece <= stream.size(); ++piece)
    EXPECT_EQ(read(stream, piece),
              "message=first;delta=second;message=;message=a\n b\n;message={\"x\":1};0")
        << piece;
}

TEST(SseReader, forgets_the_name_of_an_event_without_data) {
  EXPECT_EQ(read("event: x\n\ndata: y\n\n", 100), "message=y;0");
}

TEST(SseReader, takes_a_byte_order_mark_at_the_start_only) {
  EXPECT_EQ(read("\xef\xbb\xbf\n\xef\xbb\xbf"
                 "data: x\n\n",
                 100),
            "0");
}

TEST(SseReader, skips_an_event_over_the_limit_and_goes_on) {
  const std::string stream = "data: 1234\n\ndata: 12345\n\nevent: a\ndata: b\nx: c\n\ndata: 1\n\n";
  for (std::size_t piece = 1; piece <= stream.size(); ++piece)
    EXPECT_EQ(read(stream, piece, SseReader(10)), "message=1234;message=1;2") << piece;
}

TEST(SseReader, tells_of_an_event_over_the_limit_before_it_ends_and_ever_after) {
  SseReader reader(10);
  for (const std::string_view part : {"data: 1\n\n", "data: 2", "data: 345"}) {
    EXPECT_FALSE(reader.has_exceeded());
    std::string_view input = part;
    while (reader.next(input)) {
    }
  }
  EXPECT_TRUE(reader.has_exceeded());
  std::string_view input = "\n\ndata: 6\n\n";
  while (reader.next(input)) {
  }
  EXPECT_TRUE(reader.has_exceeded());
}

TEST(SseReader, holds_no_more_than_the_limit_of_an_endless_line) {
  SseReader reader(1000);
  const std::string part(999, 'x');
  for (int i = 0; i < 10; ++i) {
    std::string_view input = part;
    EXPECT_FALSE(reader.next(input));
  }
  std::string_view input = "\n\ndata: y\n\n";
  const auto event = reader.next(input);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->data, "y");
  EXPECT_EQ(reader.skipped(), 1u);
}

}  // namespace
}  // namespace jg::http
