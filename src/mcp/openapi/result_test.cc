#include "mcp/openapi/result.h"

#include <gtest/gtest.h>

#include "json/value.h"

namespace jg::mcp::openapi {
namespace {

std::string result(int status, std::string_view type, std::string_view body) {
  const std::string out = result_of({status, type, body}, "openapi://here/get");
  EXPECT_TRUE(json::Document::parse(out)) << out;
  return out;
}

TEST(Result, holds_a_json_object_as_text_and_structure) {
  EXPECT_EQ(result(200, "application/json", "{ \"a\": [1, \"\\u0041\"] }"),
            R"({"content":[{"type":"text","text":"{ \"a\": [1, \"\\u0041\"] }"}],)"
            R"("structuredContent":{"a":[1,"A"]}})");
  EXPECT_EQ(result(200, "application/problem+json", "{}"),
            R"({"content":[{"type":"text","text":"{}"}],"structuredContent":{}})");
}

TEST(Result, holds_other_json_as_text) {
  for (const char* body :
       {"[1]", "7", "{\"a\":1,\"a\":2}", "{\"a\":1e999}", "{\"a\":", "\xef\xbb\xbf{"})
    EXPECT_EQ(result(200, "application/json", body).find("structuredContent"), std::string::npos)
        << body;
  EXPECT_EQ(result(200, "text/plain", "{}"), R"({"content":[{"type":"text","text":"{}"}]})");
}

TEST(Result, holds_no_structure_that_is_nested_deep) {
  const auto nested = [](int depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_NE(result(200, "application/json", nested(50)).find("structuredContent"),
            std::string::npos);
  EXPECT_EQ(result(200, "application/json", nested(60)).find("structuredContent"),
            std::string::npos);
}

TEST(Result, holds_bytes_as_what_they_are) {
  const std::string_view bytes("\0\xff", 2);
  EXPECT_EQ(result(200, "Image/PNG", bytes),
            R"({"content":[{"type":"image","data":"AP8=","mimeType":"image/png"}]})");
  EXPECT_EQ(result(200, "audio/wav", bytes),
            R"({"content":[{"type":"audio","data":"AP8=","mimeType":"audio/wav"}]})");
  EXPECT_EQ(result(200, "", bytes),
            R"({"content":[{"type":"resource","resource":{"uri":"openapi://here/get",)"
            R"("mimeType":"application/octet-stream","blob":"AP8="}}]})");
}

TEST(Result, is_an_error_when_the_service_says_so) {
  EXPECT_EQ(result(404, "application/json", R"({"detail":"no"})"),
            R"({"content":[{"type":"text","text":"{\"detail\":\"no\"}"},)"
            R"({"type":"text","text":"The service answered 404."}],"isError":true})");
  EXPECT_EQ(result(302, "text/html", ""),
            R"({"content":[{"type":"text","text":"The service answered 302 without a body."}],)"
            R"("isError":true})");
  EXPECT_EQ(result(204, "", ""),
            R"({"content":[{"type":"text","text":"The service answered 204 without a body."}]})");
}

TEST(Result, of_a_mistake_is_an_error_to_read) {
  EXPECT_EQ(result_of(Mistake{"path.id: is missing"}),
            R"({"content":[{"type":"text","text":"path.id: is missing"}],"isError":true})");
}

}  // namespace
}  // namespace jg::mcp::openapi
