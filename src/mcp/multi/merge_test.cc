#include "mcp/multi/merge.h"

#include <gtest/gtest.h>

#include "mcp/multi/failures.h"

namespace jg::mcp {
namespace {

std::vector<ServerAnswer> answers(std::initializer_list<std::string_view> results) {
  std::vector<ServerAnswer> out;
  for (const std::string_view result : results) {
    const std::string target(1, static_cast<char>('a' + out.size()));
    out.push_back({target, *json::Document::parse(answer_text("1", result))});
  }
  return out;
}

TEST(Merge, takes_the_oldest_version_and_all_that_any_server_can) {
  EXPECT_EQ(merge_initialize(answers(
                {R"({"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true},)"
                 R"("tasks":{}},"instructions":"one"})",
                 R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{},)"
                 R"("resources":{"subscribe":true}}})",
                 R"({"protocolVersion":"2025-11-25","instructions":"three"})"})),
            R"({"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true},)"
            R"("resources":{"subscribe":true}},"serverInfo":{"name":"jotgate","version":"1"},)"
            R"("instructions":"[a]\none\n\n[c]\nthree"})");
}

TEST(Merge, makes_one_list_and_one_cursor) {
  const auto page = [](const std::string& cursor) {
    return R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":")" + cursor +
           "\"}}";
  };
  const std::string merged =
      merge_lists(answers({R"({"tools":[{"name":"a_x"}],"nextCursor":"p2"})",
                           R"({"tools":[{"name":"b_y"}]})", R"({"tools":[],"nextCursor":"q"})"}),
                  *find_list_in("tools"));
  const auto document = json::Document::parse(merged);
  EXPECT_EQ(document->root().find("tools")->dump(), R"([{"name":"a_x"},{"name":"b_y"}])");
  const auto cursors =
      read_cursor(page(std::string(*document->root().find("nextCursor")->as_string())));
  ASSERT_TRUE(cursors && *cursors);
  EXPECT_EQ(page_of(*cursors, "a"), "p2");
  EXPECT_FALSE(has_page(*cursors, "b"));
  EXPECT_EQ(page_of(*cursors, "c"), "q");
  const Message request = *parse_message(page("x"));
  EXPECT_EQ(with_cursor(request, "p2").text,
            R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"p2"}})");
  EXPECT_EQ(with_cursor(request, std::nullopt).text,
            R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}})");
}

TEST(Merge, discovers_what_all_servers_speak) {
  const auto both = [](std::string_view other) {
    return merge_discoveries(
        answers({R"({"supportedVersions":["2026-07-28","2025-11-25"],"capabilities":{"tools":{}}})",
                 other}));
  };
  EXPECT_EQ(both(R"({"supportedVersions":["2026-07-28"],"instructions":"two"})"),
            R"({"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},)"
            R"("instructions":"[b]\ntwo","_meta":{"io.modelcontextprotocol/serverInfo":)"
            R"({"name":"jotgate","version":"1"}},"resultType":"complete","ttlMs":0,)"
            R"("cacheScope":"private"})");
  EXPECT_EQ(both(R"({"supportedVersions":["2027-01-01"]})"), "");
  EXPECT_EQ(both("{}"), "");
}

TEST(Merge, leaves_out_what_is_told_and_what_has_no_name) {
  const auto lists = answers(
      {R"({"tools":[{"name":"x"},{"name":"y"},{"title":"z"}]})", R"({"tools":[{"name":"y"}]})"});
  const List& list = *find_list_in("tools");
  const std::vector<std::string> shared = find_shared(items_of(lists, list));
  EXPECT_EQ(merge_lists(lists, list, shared), R"({"tools":[{"name":"x"}]})");
}

TEST(Merge, begins_with_every_server_and_takes_no_cursor_that_it_did_not_give) {
  const auto first = read_cursor(R"({"method":"tools/list"})");
  ASSERT_TRUE(first);
  EXPECT_FALSE(*first);
  EXPECT_TRUE(has_page(*first, "a"));
  for (const std::string& cursor :
       {std::string("7"), std::string("\"\""), std::string("\"!\""), std::string("\"W10\""),
        "\"" + std::string(kLongestCursor + 1, 'A') + "\""})
    EXPECT_FALSE(read_cursor(R"({"params":{"cursor":)" + cursor + "}}")) << cursor;
}

TEST(Failures, are_final_where_one_closes_all) {
  Failures failures(FailureMode::fail_closed);
  EXPECT_TRUE(failures.judge(true));
  failures.add("a", Error{Blame::upstream, "upstream.connect", "no"});
  EXPECT_TRUE(failures.is_over());
  const auto judged = failures.judge(true);
  ASSERT_FALSE(judged);
  EXPECT_STREQ(judged.error().code, "mcp.target_failed");
  EXPECT_EQ(judged.error().detail, "a: upstream.connect (no)");
}

TEST(Failures, are_left_out_where_the_others_go_on) {
  Failures failures(FailureMode::fail_open);
  failures.add("a", Error{Blame::upstream, "upstream.connect", {}});
  EXPECT_FALSE(failures.is_over());
  EXPECT_TRUE(failures.judge(true));
  EXPECT_FALSE(failures.judge(false));
}

TEST(Failures, of_the_client_are_told_as_they_are) {
  Failures failures(FailureMode::fail_open);
  failures.add("a", Error{Blame::client, "http.client_gone", {}});
  EXPECT_STREQ(failures.judge(true).error().code, "http.client_gone");
}

}  // namespace
}  // namespace jg::mcp
