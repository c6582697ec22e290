#include "mcp/list_cut.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

using Kind = telemetry::McpSubject::Kind;

bool keep_good(Kind, std::string_view name) { return name.starts_with("good"); }

// The text itself where nothing was left out.
std::string cut(std::string_view text) {
  auto less = cut_lists(text, keep_good);
  if (!less) return std::string(less.error().code);
  return less->value_or(std::string(text));
}

TEST(ListCut, leaves_out_what_is_not_to_be_kept) {
  EXPECT_EQ(
      cut(R"({"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"good","n":1},{"name":"x"}],)"
          R"("nextCursor":"c"}})"),
      R"({"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"good","n":1}],"nextCursor":"c"}})");
}

TEST(ListCut, knows_each_list_by_its_own_name) {
  for (const auto& [list, name] : {std::pair<std::string, std::string>{"tools", "name"},
                                   {"prompts", "name"},
                                   {"resources", "uri"},
                                   {"resourceTemplates", "uriTemplate"},
                                   {"tasks", "taskId"}})
    EXPECT_EQ(cut(R"({"result":{")" + list + R"(":[{")" + name + R"(":"bad"}]}})"),
              R"({"result":{")" + list + R"(":[]}})");
}

TEST(ListCut, asks_with_the_kind_of_the_list) {
  std::string asked;
  const auto keep = [&](Kind kind, std::string_view name) {
    asked.append(telemetry::name_of(kind)).append(" ").append(name).append(";");
    return true;
  };
  const auto less =
      cut_lists(R"({"result":{"resources":[{"uri":"a://b"}],"prompts":[{"name":"p"}]}})", keep);
  EXPECT_TRUE(less && !*less);
  EXPECT_EQ(asked, "resource a://b;prompt p;");
}

TEST(ListCut, is_for_one_caller_alone) {
  EXPECT_EQ(cut(R"({"result":{"tools":[{"name":"good"}],"ttlMs":9,"cacheScope":"public"}})"),
            R"({"result":{"tools":[{"name":"good"}],"ttlMs":9,"cacheScope":"private"}})");
}

TEST(ListCut, passes_what_holds_no_list_as_it_came) {
  for (const std::string_view text : {
           R"({ "jsonrpc":"2.0", "id":1, "result":{"content":[{"type":"text","text":"tools"}]} })",
           R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"tools"}})",
           R"({"jsonrpc":"2.0","method":"notifications/x","params":{"tools":[{"name":"x"}]}})",
           R"({"result":{"capabilities":{"tools":{}}}})",
           R"({"result":{"tools":[{"name":"good"}]}})",
       })
    EXPECT_EQ(cut(text), text);
}

TEST(ListCut, leaves_out_items_without_a_name) {
  EXPECT_EQ(cut(R"({"result":{"tools":[{"Name":"good"},7,{"name":7},{"name":"good"}]}})"),
            R"({"result":{"tools":[{"name":"good"}]}})");
}

TEST(ListCut, reads_each_message_of_an_array) {
  EXPECT_EQ(cut(R"([{"result":{"tools":[{"name":"x"}]}},{"id":2}])"),
            R"([{"result":{"tools":[]}},{"id":2}])");
}

TEST(ListCut, is_not_deceived_by_escapes) {
  EXPECT_EQ(cut(R"({"resul\u0074":{"\u0074ools":[{"nam\u0065":"x"}]}})"),
            R"({"result":{"tools":[]}})");
}

TEST(ListCut, refuses_what_it_cannot_read) {
  for (const std::string_view text : {
           "",
           "no json",
           "7",
           "[7]",
           R"({"result":{"tools":{"name":"x"}}})",
           R"({"result":{"tools":[{"name":"good","name":"x"}]}})",
           R"({"result":{"tools":[]},"result":{"tools":[{"name":"x"}]}})",
           R"({"result":{"n":1e400}})",
       })
    EXPECT_EQ(cut(text), "mcp.unreadable_answer") << text;
}

}  // namespace
}  // namespace jg::mcp
