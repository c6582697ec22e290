#include "mcp/multi/relabel.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

std::string labelled(std::string_view text) {
  auto out = label_message({"a"}, text);
  return out ? **out : std::string(out.error().code);
}

TEST(Relabel, tells_the_client_which_server_it_is) {
  EXPECT_EQ(labelled(R"({"id":1,"result":{"tools":[{"name":"x","title":"x"}],"nextCursor":"x"}})"),
            R"({"id":1,"result":{"tools":[{"name":"a_x","title":"x"}],"nextCursor":"x"}})");
  EXPECT_EQ(labelled(R"({"id":1,"result":{"resources":[{"uri":"u","name":"n"}]}})"),
            R"({"id":1,"result":{"resources":[{"uri":"a+u","name":"n"}]}})");
  EXPECT_EQ(labelled(R"({"id":1,"result":{"content":[{"type":"resource_link","uri":"u"},)"
                     R"({"type":"resource","resource":{"uri":"u","text":"t"}}]}})"),
            R"({"id":1,"result":{"content":[{"type":"resource_link","uri":"a+u"},)"
            R"({"type":"resource","resource":{"uri":"a+u","text":"t"}}]}})");
  EXPECT_EQ(labelled(R"({"method":"notifications/resources/updated","params":{"uri":"u"}})"),
            R"({"method":"notifications/resources/updated","params":{"uri":"a+u"}})");
}

TEST(Relabel, leaves_names_that_need_no_label) {
  const auto plain = [](std::string_view text) { return **label_message({"a", false}, text); };
  EXPECT_EQ(plain(R"({"id":1,"result":{"tools":[{"name":"x"}]}})"),
            R"({"id":1,"result":{"tools":[{"name":"x"}]}})");
  EXPECT_EQ(plain(R"({"id":1,"method":"ping"})"), R"({"id":"agw_a_n_1","method":"ping"})");
}

TEST(Relabel, tells_requests_of_servers_apart) {
  EXPECT_EQ(labelled(R"({"id":1,"method":"roots/list","params":{"_meta":{"progressToken":"t"}}})"),
            R"({"id":"agw_a_n_1","method":"roots/list",)"
            R"("params":{"_meta":{"progressToken":"agw_a_s_t"}}})");
  EXPECT_EQ(labelled(R"({"method":"notifications/cancelled","params":{"requestId":1}})"),
            R"({"method":"notifications/cancelled","params":{"requestId":"agw_a_n_1"}})");
}

TEST(Relabel, leaves_the_clients_own_ids_and_tokens) {
  for (const std::string_view text :
       {R"({"id":1,"result":{"structuredContent":{"id":1,"uri":"u"}}})",
        R"({"method":"notifications/progress","params":{"progressToken":1,"progress":1}})"})
    EXPECT_EQ(labelled(text), text);
}

TEST(Relabel, reads_each_message_of_an_array_and_refuses_what_is_none) {
  EXPECT_EQ(labelled(R"([{"id":1,"method":"ping"},{"id":1,"result":{}}])"),
            R"([{"id":"agw_a_n_1","method":"ping"},{"id":1,"result":{}}])");
  EXPECT_EQ(labelled("no json"), "mcp.unreadable_answer");
}

TEST(Unlabel, gives_a_server_its_own_names) {
  const auto call = parse_message(
      R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a_x","arguments":{"name":"a_x"}}})");
  EXPECT_EQ(
      unlabel_request(*call, "x")->text,
      R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"name":"a_x"}}})");
  const auto asked = parse_message(
      R"({"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"a_x"},"argument":{"name":"n"}}})");
  EXPECT_EQ(
      unlabel_request(*asked, "x")->text,
      R"({"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/prompt","name":"x"},"argument":{"name":"n"}}})");
  const auto reply = parse_message(R"({"jsonrpc":"2.0","id":"agw_a_n_7","result":{"roots":[]}})");
  EXPECT_EQ(unlabel_reply(*reply, "7")->text, R"({"jsonrpc":"2.0","id":7,"result":{"roots":[]}})");
}

}  // namespace
}  // namespace jg::mcp
