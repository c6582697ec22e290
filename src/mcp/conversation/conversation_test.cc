#include "mcp/conversation/conversation.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace jg::mcp {
namespace {

using Texts = std::vector<std::string>;

std::string call(std::string_view id, std::string_view method = "tools/call",
                 std::string_view params = "{}") {
  std::string out = R"({"jsonrpc":"2.0","id":)";
  return out.append(id)
      .append(R"(,"method":")")
      .append(method)
      .append(R"(","params":)")
      .append(params)
      .append("}");
}
std::string answer(std::string_view id) {
  return std::string(R"({"jsonrpc":"2.0","id":)").append(id).append(R"(,"result":{}})");
}
std::string remark(std::string_view data) {
  std::string out = R"({"jsonrpc":"2.0","method":"notifications/message","params":{"data":")";
  return out.append(data).append("\"}}");
}

struct Talk : testing::Test {
  net::Loop loop;
  Conversation conversation;

  std::shared_ptr<Inbox> inbox() { return std::make_shared<Inbox>(loop); }
  std::shared_ptr<Inbox> asking(const std::string& body) {
    auto made = inbox();
    EXPECT_TRUE(conversation.ask(*parse_batch(body), made));
    return made;
  }
  const char* refusal(const std::string& body) {
    const auto asked = conversation.ask(*parse_batch(body), inbox());
    return asked ? nullptr : asked.error().code;
  }
  std::string says(const std::string& text) {
    const auto reply = conversation.take(*parse_message(text));
    return reply ? reply->text : std::string();
  }
  // What has come into it so far.
  Texts taken(Inbox& from) {
    loop.context().restart();
    loop.context().poll();
    Texts out;
    while (const auto message = from.take()) out.push_back(message->text);
    return out;
  }
};

TEST_F(Talk, brings_each_answer_to_who_asked_and_closes_behind_the_last) {
  const auto one = asking(call("1"));
  const auto batch = asking("[" + call("2") + "," + call("3") + "]");
  says(answer("2"));
  says(answer("1"));
  EXPECT_EQ(taken(*one), Texts({answer("1")}));
  EXPECT_TRUE(one->is_closed());
  EXPECT_EQ(taken(*batch), Texts({answer("2")}));
  EXPECT_FALSE(batch->is_closed());
  says(answer("3"));
  EXPECT_EQ(taken(*batch), Texts({answer("3")}));
  EXPECT_TRUE(batch->is_closed());
}

TEST_F(Talk, drops_answers_that_nobody_waits_for) {
  const auto one = asking(call("1"));
  says(answer("\"1\""));
  says(answer("7"));
  EXPECT_EQ(taken(*one), Texts());
  EXPECT_FALSE(one->is_closed());
}

TEST_F(Talk, waits_for_no_answer_to_what_was_withdrawn) {
  const auto one = asking("[" + call("1") + "," + call("2") + "]");
  const auto other = asking(call("3"));
  conversation.withdraw(*one, Error{Blame::upstream, "upstream.connect", {}});
  says(answer("1"));
  says(remark("x"));
  EXPECT_EQ(taken(*one), Texts());
  ASSERT_TRUE(one->is_closed());
  EXPECT_STREQ(one->error()->code, "upstream.connect");
  EXPECT_EQ(taken(*other), Texts({remark("x")}));
  EXPECT_EQ(refusal(call("1")), nullptr);
}

TEST_F(Talk, closes_what_its_client_cancelled) {
  const auto one = asking(call("1"));
  asking(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})");
  EXPECT_EQ(taken(*one), Texts());
  EXPECT_TRUE(one->is_closed());
  EXPECT_EQ(refusal(call("1")), nullptr);
}

TEST_F(Talk, refuses_an_id_that_is_in_use_and_keeps_nothing_of_its_batch) {
  asking(call("1"));
  EXPECT_STREQ(refusal("[" + call("2") + "," + call("1") + "]"), "mcp.duplicate_id");
  EXPECT_STREQ(refusal("[" + call("2") + "," + call("2") + "]"), "mcp.duplicate_id");
  EXPECT_EQ(refusal(call("2")), nullptr);
}

TEST_F(Talk, is_bounded_in_requests_under_way) {
  for (std::size_t i = 0; i < Conversation::kMostPending; ++i) asking(call(std::to_string(i)));
  EXPECT_STREQ(refusal(call("9999")), "mcp.server_busy");
}

TEST_F(Talk, brings_progress_to_the_request_it_is_about) {
  const auto one = asking(call("1", "tools/call", R"({"_meta":{"progressToken":"a"}})"));
  const auto two = asking(call("2", "tools/call", R"({"_meta":{"progressToken":"b"}})"));
  const std::string progress =
      R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"b"}})";
  says(progress);
  EXPECT_EQ(taken(*one), Texts());
  EXPECT_EQ(taken(*two), Texts({progress}));
}

TEST_F(Talk, brings_a_remark_to_the_only_request) {
  const auto listener = inbox();
  conversation.listen(listener);
  const auto one = asking(call("1"));
  says(remark("x"));
  EXPECT_EQ(taken(*one), Texts({remark("x")}));
  EXPECT_EQ(taken(*listener), Texts());
}

TEST_F(Talk, brings_a_remark_to_who_listens_when_several_are_asking) {
  const auto listener = inbox();
  conversation.listen(listener);
  asking(call("1"));
  asking(call("2"));
  says(remark("x"));
  EXPECT_EQ(taken(*listener), Texts({remark("x")}));
}

TEST_F(Talk, brings_a_remark_to_the_oldest_request_when_nobody_listens) {
  const auto one = asking(call("1"));
  asking(call("2"));
  says(remark("x"));
  EXPECT_EQ(taken(*one), Texts({remark("x")}));
}

TEST_F(Talk, does_not_bring_remarks_to_clients_that_are_gone_or_only_begin) {
  asking(call("1", "initialize"));
  asking(call("2"))->abandon();
  says(remark("x"));
  const auto listener = inbox();
  conversation.listen(listener);
  EXPECT_EQ(taken(*listener), Texts({remark("x")}));
}

TEST_F(Talk, ends_the_former_stream_when_another_listens) {
  const auto former = inbox();
  conversation.listen(former);
  conversation.listen(inbox());
  taken(*former);
  EXPECT_TRUE(former->is_closed());
}

TEST_F(Talk, keeps_only_so_much_for_who_may_listen_and_fails_questions_beyond) {
  for (std::size_t i = 0; i < Conversation::kMostWaiting; ++i) EXPECT_EQ(says(remark("x")), "");
  EXPECT_EQ(says(remark("lost")), "");
  EXPECT_EQ(says(call("\"q\"", "roots/list")),
            error_message("\"q\"", -32603, "nobody listens").text);
  const auto listener = inbox();
  conversation.listen(listener);
  EXPECT_EQ(taken(*listener).size(), Conversation::kMostWaiting);
}

TEST_F(Talk, keeps_only_so_many_bytes_for_who_may_listen) {
  const std::string large(Conversation::kMostWaitingBytes / 2, 'x');
  for (int i = 0; i < 3; ++i) says(remark(large));
  const auto listener = inbox();
  conversation.listen(listener);
  EXPECT_EQ(taken(*listener), Texts({remark(large)}));
}

TEST_F(Talk, brings_the_rest_of_a_stream_to_who_comes_back) {
  const auto one = asking("[" + call("1") + "," + call("2") + "]");
  asking(call("3"));
  says(answer("1"));
  one->abandon();
  const auto again = inbox();
  conversation.listen(again, "1-0");
  says(answer("3"));
  says(answer("2"));
  EXPECT_EQ(taken(*again), Texts({answer("1"), answer("2")}));
  EXPECT_TRUE(again->is_closed());
  const auto late = inbox();
  conversation.listen(late, "1-1");
  EXPECT_EQ(taken(*late), Texts({answer("2")}));
  EXPECT_TRUE(late->is_closed());
}

TEST_F(Talk, ends_the_connection_that_another_takes_the_place_of) {
  const auto one = asking(call("1"));
  const auto again = inbox();
  conversation.listen(again, "1-0");
  taken(*one);
  EXPECT_TRUE(one->is_closed());
  says(answer("1"));
  EXPECT_EQ(taken(*again), Texts({answer("1")}));
}

TEST_F(Talk, goes_on_with_the_clients_own_stream) {
  const auto listener = inbox();
  conversation.listen(listener);
  says(remark("a"));
  says(remark("b"));
  listener->abandon();
  says(remark("c"));
  const auto again = inbox();
  conversation.listen(again, "1-1");
  says(remark("d"));
  EXPECT_EQ(taken(*again), Texts({remark("b"), remark("c"), remark("d")}));
}

TEST_F(Talk, listens_as_ever_where_nothing_is_known_of_an_event) {
  const auto one = asking(call("1"));
  const auto listener = inbox();
  conversation.listen(listener, "7-1");
  asking(call("2"));
  says(remark("a"));
  EXPECT_EQ(taken(*listener), Texts({remark("a")}));
  EXPECT_FALSE(one->is_closed());
}

TEST_F(Talk, gives_each_event_the_id_that_it_goes_on_behind) {
  const auto one = asking(call("1"));
  const auto two = asking(call("2", "tools/call", R"({"_meta":{"progressToken":"b"}})"));
  says(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"b"}})");
  says(answer("2"));
  says(answer("1"));
  loop.context().poll();
  EXPECT_EQ(one->take()->event_id, "1-1");
  EXPECT_EQ(two->take()->event_id, "2-1");
  EXPECT_EQ(two->take()->event_id, "2-2");
}

TEST_F(Talk, lets_what_waits_go_first) {
  says(remark("early"));
  const auto listener = inbox();
  Message large = *parse_message(remark("large"));
  large.text.append(Inbox::kMostBytes - sizeof(Message) - large.text.size() - 100, ' ');
  EXPECT_TRUE(listener->put(large));
  conversation.listen(listener);
  says(remark("late"));
  EXPECT_EQ(taken(*listener), Texts({large.text}));
  says(remark("last"));
  EXPECT_EQ(taken(*listener), Texts({remark("early"), remark("late"), remark("last")}));
}

TEST_F(Talk, fails_all_who_wait_at_its_end) {
  const auto one = asking(call("1"));
  const auto listener = inbox();
  conversation.listen(listener);
  conversation.end("mcp.server_ended");
  EXPECT_EQ(taken(*one),
            Texts({error_message("1", -32603, "the server has ended (mcp.server_ended)").text}));
  EXPECT_TRUE(one->is_closed());
  EXPECT_EQ(taken(*listener), Texts());
  EXPECT_TRUE(listener->is_closed());
}

TEST_F(Talk, breaks_an_inbox_off_that_is_not_emptied) {
  const auto one = asking("[" + call("1") + "," + call("2") + "]");
  Message large = *parse_message(answer("1"));
  large.text.append(Inbox::kMostBytes, ' ');
  conversation.take(std::move(large));
  taken(*one);
  ASSERT_TRUE(one->error());
  EXPECT_STREQ(one->error()->code, "mcp.slow_reader");
}

}  // namespace
}  // namespace jg::mcp
