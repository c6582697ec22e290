#include "mcp/message.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

using Kind = Message::Kind;

Message parsed(std::string_view text) {
  auto message = parse_message(text);
  EXPECT_TRUE(message) << text << ": " << message.error().detail;
  return message ? *message : Message{};
}

TEST(Message, tells_requests_notifications_and_answers_apart) {
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":1,"method":"ping"})").kind, Kind::request);
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").kind,
            Kind::notification);
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":1,"result":{}})").kind, Kind::response);
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}})").kind,
            Kind::response);
}

TEST(Message, keeps_ids_of_text_and_number_apart) {
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":7,"method":"ping"})").id, "7");
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":"7","method":"ping"})").id, "\"7\"");
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":"\u0041","method":"ping"})").id, "\"A\"");
}

TEST(Message, is_on_one_line_whatever_came) {
  const Message message =
      parsed("{\"jsonrpc\":\"2.0\",\r\n \"method\":\"x\",\"params\":{\"a\":\"b\\nc\"}}");
  EXPECT_EQ(message.text, "{\"jsonrpc\":\"2.0\",   \"method\":\"x\",\"params\":{\"a\":\"b\\nc\"}}");
}

TEST(Message, knows_what_progress_and_cancellation_are_about) {
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":1,"method":"tools/call",)"
                   R"("params":{"_meta":{"progressToken":"t"}}})")
                .progress_token,
            "\"t\"");
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","method":"notifications/progress",)"
                   R"("params":{"progressToken":3,"progress":1}})")
                .progress_token,
            "3");
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","method":"notifications/cancelled",)"
                   R"("params":{"requestId":9}})")
                .cancelled_id,
            "9");
}

TEST(Message, knows_the_version_that_is_asked_for_and_agreed_on) {
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":1,"method":"initialize",)"
                   R"("params":{"protocolVersion":"2025-06-18"}})")
                .protocol_version,
            "2025-06-18");
  EXPECT_EQ(parsed(R"({"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-03-26"}})")
                .protocol_version,
            "2025-03-26");
}

TEST(Message, refuses_what_is_no_json) {
  for (const std::string_view text :
       {"", "no json", R"({"jsonrpc":"2.0","id":1,"method":"x"} {})",
        R"({"jsonrpc":"2.0","id":1,"method":"tools/call","method":"ping"})"}) {
    const auto message = parse_message(text);
    ASSERT_FALSE(message) << text;
    EXPECT_STREQ(message.error().code, "mcp.malformed");
  }
}

TEST(Message, refuses_json_that_is_no_json_rpc) {
  for (const std::string_view text : {
           "1",
           "[]",
           "{}",
           R"({"id":1,"method":"x"})",
           R"({"jsonrpc":"1.0","id":1,"method":"x"})",
           R"({"jsonrpc":2.0,"id":1,"method":"x"})",
           R"({"jsonrpc":"2.0","id":null,"method":"x"})",
           R"({"jsonrpc":"2.0","id":1.5,"method":"x"})",
           R"({"jsonrpc":"2.0","id":{},"method":"x"})",
           R"({"jsonrpc":"2.0","id":1,"method":5})",
           R"({"jsonrpc":"2.0","id":1,"method":"x","params":5})",
           R"({"jsonrpc":"2.0","id":1,"method":"x","result":{}})",
           R"({"jsonrpc":"2.0","id":1,"result":{},"error":{}})",
           R"({"jsonrpc":"2.0","id":1,"error":"x"})",
           R"({"jsonrpc":"2.0","result":{}})",
           R"({"jsonrpc":"2.0","id":1})",
       }) {
    const auto message = parse_message(text);
    ASSERT_FALSE(message) << text;
    EXPECT_STREQ(message.error().code, "mcp.invalid_message") << text;
  }
}

TEST(Batch, is_one_message_or_a_list_of_them) {
  const auto one = parse_batch(R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
  ASSERT_TRUE(one);
  EXPECT_FALSE(one->is_array);
  const auto two =
      parse_batch(R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"x"}])");
  ASSERT_TRUE(two);
  EXPECT_TRUE(two->is_array);
  EXPECT_EQ(two->messages.size(), 2u);
  EXPECT_EQ(two->requests(), 1u);
  EXPECT_EQ(one->text(), R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
  EXPECT_EQ(two->text(),
            R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"x"}])");
}

TEST(Batch, is_bounded_and_never_empty) {
  EXPECT_FALSE(parse_batch("[]"));
  std::string most = "[";
  for (std::size_t i = 0; i < kMostBatch; ++i)
    most.append(i == 0 ? "" : ",").append(R"({"jsonrpc":"2.0","method":"x"})");
  EXPECT_TRUE(parse_batch(most + "]"));
  EXPECT_FALSE(parse_batch(most + R"(,{"jsonrpc":"2.0","method":"x"}])"));
}

TEST(ErrorMessage, answers_the_request_or_nobody) {
  EXPECT_EQ(error_message("\"a\"", -32603, "no").text,
            R"({"jsonrpc":"2.0","id":"a","error":{"code":-32603,"message":"no"}})");
  EXPECT_EQ(error_message("", -32700, "no").text,
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}})");
}

}  // namespace
}  // namespace jg::mcp
