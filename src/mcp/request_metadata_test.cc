#include "mcp/request_metadata.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

constexpr std::string_view kMeta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
    R"("io.modelcontextprotocol/clientCapabilities":{}})";

std::string request(std::string_view method, std::string_view params) {
  return R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":{)" +
         std::string(params) + "}}";
}

struct Said {
  std::string_view version = "2026-07-28";
  std::string_view method = "tools/call";
  std::string_view name = "x";
};

// Empty when it may pass, else the code and what is wrong.
std::string refusal(const Said& said, const std::string& body) {
  http::RequestHead head;
  for (const auto& [field, value] : {std::pair{"mcp-protocol-version", said.version},
                                     {"mcp-method", said.method},
                                     {"mcp-name", said.name}})
    if (!value.empty()) head.fields.add(field, value);
  const auto message = parse_message(body);
  EXPECT_TRUE(message) << body;
  const auto checked = check_metadata(head, *message);
  return checked ? "" : checked.error().code + (" " + checked.error().detail);
}

std::string call(std::string_view name) {
  return request("tools/call", R"("name":")" + std::string(name) + "\"," + std::string(kMeta));
}

TEST(RequestMetadata, must_be_the_same_in_head_and_body) {
  EXPECT_EQ(refusal({}, call("x")), "");
  EXPECT_EQ(refusal({.version = "2026-01-01"}, call("x")),
            "mcp.header_mismatch MCP-Protocol-Version");
  EXPECT_EQ(refusal({.version = ""}, call("x")), "mcp.header_mismatch MCP-Protocol-Version");
  EXPECT_EQ(refusal({.method = "tools/list"}, call("x")), "mcp.header_mismatch Mcp-Method");
  EXPECT_EQ(refusal({.method = "Tools/call"}, call("x")), "mcp.header_mismatch Mcp-Method");
  EXPECT_EQ(refusal({.method = ""}, call("x")), "mcp.header_mismatch Mcp-Method");
  EXPECT_EQ(refusal({.name = "y"}, call("x")), "mcp.header_mismatch Mcp-Name");
  EXPECT_EQ(refusal({.name = ""}, call("x")), "mcp.header_mismatch Mcp-Name");
}

TEST(RequestMetadata, asks_for_a_name_only_where_there_is_one) {
  EXPECT_EQ(refusal({.method = "tools/list", .name = ""}, request("tools/list", kMeta)), "");
  const std::string read = request("resources/read", R"("uri":"x:y",)" + std::string(kMeta));
  EXPECT_EQ(refusal({.method = "resources/read", .name = "x:y"}, read), "");
  EXPECT_EQ(refusal({.method = "resources/read", .name = "x"}, read),
            "mcp.header_mismatch Mcp-Name");
}

TEST(RequestMetadata, may_be_in_base64) {
  EXPECT_EQ(refusal({.name = "=?base64?w6Q=?="}, call("\u00e4")), "");
  EXPECT_EQ(refusal({.name = "=?base64?eA==?="}, call("x")), "");
  EXPECT_EQ(refusal({.name = "=?base64?eA?="}, call("x")), "mcp.header_mismatch Mcp-Name");
  EXPECT_EQ(refusal({.name = "=?BASE64?eA==?="}, call("x")), "mcp.header_mismatch Mcp-Name");
}

TEST(RequestMetadata, is_asked_of_every_request_and_of_no_notification) {
  for (const std::string_view params :
       {R"("name":"x")",
        R"("name":"x","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"})",
        R"("name":"x","_meta":{"io.modelcontextprotocol/clientCapabilities":{}})",
        R"("name":"x","_meta":{"io.modelcontextprotocol/protocolVersion":7,)"
        R"("io.modelcontextprotocol/clientCapabilities":{}})"})
    EXPECT_EQ(refusal({}, request("tools/call", params)), "mcp.metadata_missing ") << params;
  EXPECT_EQ(refusal({}, R"({"jsonrpc":"2.0","method":"notifications/cancelled"})"), "");
}

TEST(RequestMetadata, must_be_there_once) {
  http::RequestHead head;
  for (const char* const field : {"mcp-protocol-version", "mcp-protocol-version"})
    head.fields.add(field, "2026-07-28");
  head.fields.add("mcp-method", "tools/list");
  EXPECT_FALSE(check_metadata(head, *parse_message(request("tools/list", kMeta))));
}

TEST(Name, is_encoded_where_a_field_could_not_hold_it) {
  EXPECT_EQ(encode_name("get weather"), "get weather");
  EXPECT_EQ(encode_name("\u00e4"), "=?base64?w6Q=?=");
  EXPECT_EQ(encode_name(" padded "), "=?base64?IHBhZGRlZCA=?=");
  EXPECT_EQ(encode_name("line1\nline2"), "=?base64?bGluZTEKbGluZTI=?=");
  EXPECT_EQ(encode_name("=?base64?literal?="), "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=");
  EXPECT_EQ(encode_name(""),
            "=?base64?"
            "?=");
}

}  // namespace
}  // namespace jg::mcp
