#include "http/h1/chunked.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "http/h1/codes.h"

namespace jg::http::h1 {
namespace {

struct Decoded {
  std::string body;
  std::string code;  // "" when done, "incomplete", or the error's
  std::size_t consumed = 0;
  std::string trailers;
};

Decoded decode(std::string_view text, std::size_t piece, const ChunkLimits& limits = {}) {
  ChunkedDecoder decoder(limits);
  Decoded result;
  std::size_t offered = 0;
  for (;;) {
    const auto step = decoder.decode(text.substr(result.consumed, offered - result.consumed));
    if (!step) {
      result.code = step.error().code;
      return result;
    }
    result.consumed += step->consumed;
    result.body += step->data;
    if (step->done) break;
    if (step->consumed != 0) continue;
    if (offered == text.size()) {
      result.code = "incomplete";
      return result;
    }
    offered = std::min(text.size(), offered + piece);
  }
  for (const Field& field : decoder.trailers())
    result.trailers.append(field.name).append("=").append(field.value).append(";");
  return result;
}

TEST(ChunkedDecoder, gives_the_same_for_every_way_to_cut_the_input) {
  const std::string text =
      "5\r\nhello\r\n00a;x=y;z=\"q\"\r\n0123456789\r\nB\r\n, and more.\r\n0;last\r\n"
      "X-Sum: 1\r\nX-Other:  2 \r\n\r\nGET";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const Decoded result = decode(text, piece);
    EXPECT_EQ(result.code, "") << piece;
    EXPECT_EQ(result.body, "hello0123456789, and more.") << piece;
    EXPECT_EQ(result.consumed, text.size() - 3) << piece;
    EXPECT_EQ(result.trailers, "x-sum=1;x-other=2;") << piece;
  }
}

TEST(ChunkedDecoder, refuses_malformed_chunks) {
  struct Case {
    const char* text;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {"\r\n", codes::kBadChunk},
           {";x\r\n", codes::kBadChunk},
           {"g\r\n", codes::kBadChunk},
           {"0x5\r\nhello\r\n", codes::kBadChunk},
           {"-5\r\nhello\r\n", codes::kBadChunk},
           {" 5\r\nhello\r\n", codes::kBadChunk},
           {"5 \r\nhello\r\n", codes::kBadChunk},
           {"5\t;a\r\nhello\r\n", codes::kBadChunk},
           {"5\nhello\r\n", codes::kBadChunk},
           {"5\rhello\r\n", codes::kBadChunk},
           {"5;a\nhello\r\n", codes::kBadChunk},
           {"5;a b\r\nhello\r\n", codes::kBadChunk},
           {"5;a=\"b\r\nhello\r\n", codes::kBadChunk},
           {"5;a=\"b\\\"\r\nhello\r\n", codes::kBadChunk},
           {"5;a=\"b\\\r\nhello\r\n", codes::kBadChunk},
           {"1;a=\"b;\\\" \\\\\";c=\"\"\r\nx\r\n0\r\n\r\n", ""},
           {"5;a\rb\r\nhello\r\n", codes::kBadChunk},
           {"5;a\x01\r\nhello\r\n", codes::kBadChunk},
           {"5\r\nhello0\r\n\r\n", codes::kBadChunk},
           {"5\r\nhello\n0\r\n\r\n", codes::kBadChunk},
           {"5\r\nhello\rX", codes::kBadChunk},
           {"8000000000000000\r\n", codes::kBadChunk},
           {"00000000000000005\r\n", codes::kBadChunk},
           {"7fffffffffffffff\r\n", "incomplete"},
           {"0\r\n\n", codes::kBadLineEnd},
           {"0\r\n\rX\n", codes::kBadLineEnd},
           {"0\r\nA : b\r\n\r\n", codes::kBadField},
           {"0\r\nA\r\n\r\n", codes::kBadField},
           {"0\r\nA: b\r\n c\r\n\r\n", codes::kFoldedField},
           {"0\r\nA: b\nC: d\r\n\r\n", codes::kBadLineEnd},
           {"0\r\n\r", "incomplete"},
           {"0\r\n", "incomplete"},
           {"", "incomplete"},
       }) {
    EXPECT_EQ(decode(c.text, 1).code, c.code) << c.text;
    EXPECT_EQ(decode(c.text, 1000).code, c.code) << c.text;
  }
}

TEST(ChunkedDecoder, counts_extensions_over_the_whole_message) {
  ChunkLimits limits;
  limits.extension_bytes = 6;
  EXPECT_EQ(decode("1;abc\r\nx\r\n0;def\r\n\r\n", 1, limits).code, "");
  EXPECT_EQ(decode("1;abc\r\nx\r\n0;defg\r\n\r\n", 1, limits).code, codes::kChunkExtensionTooLarge);
}

TEST(ChunkedDecoder, bounds_trailers) {
  ChunkLimits limits;
  limits.trailer_bytes = 8;
  EXPECT_EQ(decode("0\r\nA: b\r\n\r\n", 1, limits).code, "");
  EXPECT_EQ(decode("0\r\nA: bc\r\n\r\n", 1, limits).code, codes::kTrailersTooLarge);
  limits = {};
  limits.trailer_fields = 1;
  EXPECT_EQ(decode("0\r\nA: b\r\n\r\n", 1, limits).code, "");
  EXPECT_EQ(decode("0\r\nA: b\r\nC: d\r\n\r\n", 1, limits).code, codes::kTooManyFields);
}

TEST(ChunkedDecoder, drops_what_may_not_be_a_trailer) {
  const Decoded result = decode(
      "0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nHost: b\r\nAuthorization: c\r\n"
      "Cookie: d\r\nX-Forwarded-For: e\r\nKept: f\r\n\r\n",
      1000);
  EXPECT_EQ(result.trailers, "kept=f;");
}

TEST(ChunkedDecoder, begins_anew_after_reset) {
  ChunkedDecoder decoder;
  ASSERT_TRUE(decoder.decode("0\r\nA: b\r\n\r\n")->done);
  decoder.reset();
  EXPECT_TRUE(decoder.trailers().empty());
  const auto step = decoder.decode("2\r\nhi\r\n");
  ASSERT_TRUE(step);
  EXPECT_EQ(step->data, "hi");
}

TEST(ChunkedDecoder, blames_who_it_is_told_sent_the_body) {
  ChunkedDecoder decoder({}, Blame::upstream);
  EXPECT_EQ(decoder.decode("x").error().blame, Blame::upstream);
}

}  // namespace
}  // namespace jg::http::h1
