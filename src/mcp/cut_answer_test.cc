#include "mcp/cut_answer.h"

#include <gtest/gtest.h>

#include "http/body_fake.h"
#include "mcp/answer_filter.h"
#include "mcp/rules_fake.h"
#include "net/loop_fake.h"

namespace jg::mcp {
namespace {

const std::string kTarget = "here";
constexpr std::string_view kList = R"({"result":{"tools":[{"name":"echo"},{"name":"drop"}]}})";
constexpr std::string_view kCut = R"({"result":{"tools":[{"name":"echo"}]}})";

struct Answered : RulesFake {
  Answered() : RulesFake(R"(['mcp.tool.name == "echo"'])") {}

  void answer(std::string_view type, std::string_view text, int status = 200) {
    exchange.response.head.status = status;
    if (!type.empty()) exchange.response.head.fields.add("content-type", type);
    exchange.response.set_text(std::string(text));
  }
  // What the client gets, or the code of what is wrong.
  std::string cut() {
    const auto done = net::run(loop, cut_answer(exchange, kTarget));
    if (!done) return done.error().code;
    if (!exchange.response.body) return "";
    auto text = net::run(loop, http::read_all(*exchange.response.body, 1 << 24, Blame::upstream));
    return text ? *text : std::string(text.error().code);
  }
};

TEST(CutAnswer, reads_json_and_events) {
  Answered json;
  json.answer("application/json; charset=utf-8", kList);
  EXPECT_EQ(json.cut(), kCut);
  Answered events;
  events.answer("Text/Event-Stream", "data: " + std::string(kList) + "\n\n");
  EXPECT_EQ(events.cut(), "data: " + std::string(kCut) + "\n\n");
}

TEST(CutAnswer, reads_answers_of_any_status) {
  Answered fake;
  fake.answer("application/json", kList, 400);
  EXPECT_EQ(fake.cut(), kCut);
}

TEST(CutAnswer, passes_what_cannot_hold_a_list) {
  Answered nothing;
  EXPECT_EQ(nothing.cut(), "");
  Answered accepted;
  accepted.answer("", "", 202);
  EXPECT_EQ(accepted.cut(), "");
  Answered refused;
  refused.answer("text/plain", "go away", 403);
  EXPECT_EQ(refused.cut(), "go away");
}

TEST(CutAnswer, passes_all_where_there_are_no_rules) {
  Answered fake;
  fake.exchange.facts.mcp_rules = nullptr;
  fake.answer("text/plain", kList);
  EXPECT_EQ(fake.cut(), kList);
}

TEST(CutAnswer, refuses_what_it_cannot_read) {
  Answered unknown;
  unknown.answer("text/plain", kList);
  EXPECT_EQ(unknown.cut(), "mcp.unreadable_answer");
  Answered untyped;
  untyped.answer("", kList);
  EXPECT_EQ(untyped.cut(), "mcp.unreadable_answer");
  Answered coded;
  coded.answer("application/json", kList);
  coded.exchange.response.head.fields.add("content-encoding", "gzip");
  EXPECT_EQ(coded.cut(), "mcp.unreadable_answer");
  Answered coded_too;
  coded_too.answer("text/event-stream", kList);
  coded_too.exchange.response.head.fields.add("content-encoding", "identity");
  coded_too.exchange.response.head.fields.add("content-encoding", "gzip");
  EXPECT_EQ(coded_too.cut(), "mcp.unreadable_answer");
  Answered broken;
  broken.answer("application/json", "{");
  EXPECT_EQ(broken.cut(), "mcp.unreadable_answer");
  Answered long_one;
  long_one.answer("application/json", std::string(kMostAnswer + 1, ' '));
  EXPECT_EQ(long_one.cut(), "mcp.unreadable_answer");
}

TEST(CutAnswer, passes_a_body_that_turns_out_to_be_empty) {
  Answered fake;
  fake.answer("", "", 202);
  auto* const body = new http::BodyFake(fake.loop, {http::BodyKind::chunked, 0});
  fake.exchange.response.body = http::BodyOwner(body);
  body->end();
  EXPECT_EQ(fake.cut(), "");
}

TEST(CutAnswer, breaks_a_stream_that_it_cannot_read) {
  Answered fake;
  fake.answer("text/event-stream", "data: no json\n\n");
  EXPECT_EQ(fake.cut(), "mcp.unreadable_answer");
}

TEST(CutAnswer, reads_a_stream_as_it_comes) {
  Answered fake;
  fake.answer("text/event-stream", "");
  auto* const body = new http::BodyFake(fake.loop, {http::BodyKind::chunked, 0});
  fake.exchange.response.body = http::BodyOwner(body);
  ASSERT_TRUE(net::run(fake.loop, cut_answer(fake.exchange, kTarget)));
  http::BodySource& cut = *fake.exchange.response.body;
  body->arrive("data: " + std::string(kList));
  EXPECT_FALSE(cut.try_next());
  body->arrive("\n\n");
  const auto piece = net::run(fake.loop, cut.next());
  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->data, "data: " + std::string(kCut) + "\n\n");
  body->end();
  EXPECT_TRUE(net::run(fake.loop, cut.next())->end);
}

}  // namespace
}  // namespace jg::mcp
