#include "mcp/access.h"

#include <gtest/gtest.h>

#include "mcp/method.h"
#include "mcp/rules_fake.h"

namespace jg::mcp {
namespace {

const std::string kTarget = "here";

std::string call(std::string_view method, std::string_view params = "{}") {
  return R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":)" +
         std::string(params) + "}";
}

// Empty when it may pass.
std::string refusal(RulesFake& fake, const std::string& body) {
  auto batch = parse_batch(body);
  EXPECT_TRUE(batch) << body;
  for (Message& message : batch->messages) message.subject.target = kTarget;
  const auto checked = check_access(fake.exchange, *batch);
  return checked ? "" : checked.error().code;
}

std::string refusal(const std::string& rules, const std::string& body) {
  RulesFake fake(rules);
  return refusal(fake, body);
}

std::string unknown(const RulesFake& fake) {
  const telemetry::McpRecord& record = *fake.exchange.record.mcp;
  return unknown_text(record.method, record.subject.kind, record.subject.name);
}

constexpr const char* kEchoOnly = R"(['mcp.tool.name == "echo" && mcp.tool.target == "here"'])";

TEST(Access, is_decided_by_what_a_message_names) {
  EXPECT_EQ(refusal(kEchoOnly, call("tools/call", R"({"name":"echo"})")), "");
  EXPECT_EQ(refusal(kEchoOnly, call("tools/call", R"({"name":"drop"})")), "mcp.denied");
  EXPECT_EQ(refusal(kEchoOnly, call("prompts/get", R"({"name":"echo"})")), "mcp.denied");
  EXPECT_EQ(refusal(kEchoOnly, call("resources/read", R"({"uri":"echo"})")), "mcp.denied");
}

TEST(Access, is_not_asked_for_what_uses_nothing) {
  for (const char* method : {"initialize", "ping", "tools/list", "logging/setLevel"})
    EXPECT_EQ(refusal(kEchoOnly, call(method)), "") << method;
  EXPECT_EQ(refusal(kEchoOnly, R"({"jsonrpc":"2.0","id":1,"result":{}})"), "");
}

TEST(Access, to_a_method_that_nobody_knows_is_decided_by_its_name) {
  EXPECT_EQ(refusal(kEchoOnly, call("custom/thing")), "mcp.denied");
  EXPECT_EQ(refusal(R"(['mcp.methodName == "custom/thing"'])", call("custom/thing")), "");
}

TEST(Access, is_the_callers) {
  RulesFake fake(R"(['jwt.sub == "alice" && mcp.tool.name == "echo"'])");
  const std::string body = call("tools/call", R"({"name":"echo"})");
  EXPECT_EQ(refusal(fake, body), "mcp.denied");
  fake.identify(R"({"sub":"alice"})");
  EXPECT_EQ(refusal(fake, body), "");
}

TEST(Access, is_refused_to_a_doubtful_message_whatever_the_rules_say) {
  EXPECT_EQ(refusal("['1 == 1']", call("tools/call", R"({"name":"echo","NAME":"drop"})")),
            "mcp.invalid_message");
  EXPECT_EQ(refusal("['1 == 1']", R"({"jsonrpc":"2.0","id":1,"result":{},"Method":"x"})"),
            "mcp.invalid_message");
}

TEST(Access, is_for_every_message_of_a_batch_and_for_those_without_an_id) {
  const std::string bad = R"({"jsonrpc":"2.0","method":"tools/call","params":{"name":"drop"}})";
  EXPECT_EQ(refusal(kEchoOnly, bad), "mcp.denied");
  EXPECT_EQ(refusal(kEchoOnly, "[" + call("ping") + "," + bad + "]"), "mcp.denied");
}

TEST(Access, is_everybodys_without_rules) {
  RulesFake fake("[]");
  fake.exchange.facts.mcp_rules = nullptr;
  EXPECT_EQ(refusal(fake, call("tools/call", R"({"name":"x","Name":"y"})")), "");
}

TEST(Access, to_an_item_leaves_the_record_as_it_was) {
  RulesFake fake(kEchoOnly);
  fake.exchange.record.mcp->method = "tools/list";
  EXPECT_TRUE(may_use(fake.exchange, {Kind::tool, kTarget, "echo"}));
  EXPECT_FALSE(may_use(fake.exchange, {Kind::tool, "there", "echo"}));
  EXPECT_FALSE(may_use(fake.exchange, {Kind::prompt, kTarget, "echo"}));
  EXPECT_EQ(fake.exchange.record.mcp->subject.kind, Kind::none);
}

TEST(Access, leaves_what_was_refused_in_the_record) {
  RulesFake fake(kEchoOnly);
  EXPECT_EQ(
      refusal(fake, "[" + call("ping") + "," + call("tools/call", R"({"name":"drop"})") + "]"),
      "mcp.denied");
  EXPECT_EQ(unknown(fake), "Unknown tool: drop");
  EXPECT_EQ(fake.exchange.record.mcp->subject.target, kTarget);
  EXPECT_EQ(refusal(fake, call("custom/thing")), "mcp.denied");
  EXPECT_EQ(unknown(fake), "Unknown method: custom/thing");
}

}  // namespace
}  // namespace jg::mcp
