#include "mcp/subject.h"

#include <gtest/gtest.h>

#include "mcp/method.h"

namespace jg::mcp {
namespace {

Message parsed(std::string_view text) {
  auto message = parse_message(text);
  EXPECT_TRUE(message) << text << ": " << message.error().detail;
  return message ? *message : Message{};
}

Message asked(std::string_view method, std::string_view params) {
  return parsed(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":)" +
                std::string(params) + "}");
}

struct Case {
  std::string_view method, params;
  Kind kind;
  std::string_view name;
};

TEST(Subject, is_what_the_message_names) {
  for (const Case& one : {
           Case{"tools/call", R"({"name":"echo","arguments":{"name":"x"}})", Kind::tool, "echo"},
           {"prompts/get", R"({"name":"p"})", Kind::prompt, "p"},
           {"resources/read", R"({"uri":"demo://a/b?c=.."})", Kind::resource, "demo://a/b?c=.."},
           {"resources/subscribe", R"({"uri":"demo://a"})", Kind::resource, "demo://a"},
           {"resources/unsubscribe", R"({"uri":"demo://a"})", Kind::resource, "demo://a"},
           {"tasks/get", R"({"taskId":"t"})", Kind::task, "t"},
           {"tasks/result", R"({"taskId":"t"})", Kind::task, "t"},
           {"tasks/cancel", R"({"taskId":"t"})", Kind::task, "t"},
           {"completion/complete", R"({"ref":{"type":"ref/prompt","name":"p"}})", Kind::prompt,
            "p"},
           {"completion/complete", R"({"ref":{"type":"ref/resource","uri":"a://{b}"}})",
            Kind::resource, "a://{b}"},
           {"tools/call", R"({"na\u006de":"\u0065cho"})", Kind::tool, "echo"},
           {"tools/list", "{}", Kind::none, ""},
       }) {
    const Message message = asked(one.method, one.params);
    EXPECT_EQ(message.subject.kind, one.kind) << one.params;
    EXPECT_EQ(message.subject.name, one.name);
    EXPECT_FALSE(message.is_doubtful) << one.params;
  }
}

TEST(Subject, is_doubtful_where_another_reader_could_see_another) {
  for (const auto& [method, params] : {
           std::pair<std::string_view, std::string_view>{"tools/call", "{}"},
           {"tools/call", "[]"},
           {"tools/call", R"({"name":7})"},
           {"tools/call", R"({"name":"echo","Name":"drop"})"},
           {"tools/call", R"({"name":"echo","NAME":"drop"})"},
           {"tools/call", R"({"name":"echo\u0000"})"},
           {"tools/call", R"({"name":"ec\nho"})"},
           {"tasks/get", "{\"taskId\":\"a\",\"ta\u017f\u212aid\":\"b\"}"},
           {"resources/read", R"({"uri":"demo://public/../private"})"},
           {"resources/read", R"({"uri":"demo://public/%2E%2e/private"})"},
           {"resources/read", R"({"uri":"demo://public/..%2fprivate"})"},
           {"resources/read", R"({"uri":"demo://public\\..\\private"})"},
           {"resources/read", R"({"uri":"demo://public/./x"})"},
           {"resources/read", R"({"uri":"demo://public/.."})"},
           {"completion/complete", R"({"ref":{"type":"ref/prompt","name":"a","uri":"b"}})"},
           {"completion/complete", R"({"ref":{"type":"ref/prompt","uri":"b"}})"},
           {"completion/complete", R"({"ref":{"type":"ref/other","name":"b"}})"},
           {"completion/complete", R"({"ref":{"type":"ref/prompt","name":"a","Type":"x"}})"},
           {"completion/complete", "{}"},
       })
    EXPECT_TRUE(asked(method, params).is_doubtful) << method << " " << params;
}

TEST(Subject, is_doubtful_in_any_message_with_a_member_that_looks_like_another) {
  EXPECT_TRUE(
      parsed(R"({"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"})").is_doubtful);
  EXPECT_TRUE(
      parsed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"param\u017f\":{}}").is_doubtful);
  EXPECT_TRUE(parsed(R"({"jsonrpc":"2.0","id":1,"result":{},"METHOD":"tools/call"})").is_doubtful);
  EXPECT_FALSE(parsed(R"({"jsonrpc":"2.0","id":1,"result":{},"other":1})").is_doubtful);
}

TEST(Method, is_judged_when_it_uses_something_or_nobody_knows_it) {
  for (const std::string_view name :
       {"initialize", "ping", "tools/list", "notifications/cancelled"})
    EXPECT_FALSE(is_judged(name)) << name;
  for (const std::string_view name :
       {"tools/call", "completion/complete", "Tools/List", "custom/x", "notifications/custom"})
    EXPECT_TRUE(is_judged(name)) << name;
}

TEST(Method, is_a_label_only_when_it_is_known) {
  EXPECT_EQ(label_of("tools/call"), "tools/call");
  EXPECT_EQ(label_of("custom/x"), "OTHER");
}

}  // namespace
}  // namespace jg::mcp
