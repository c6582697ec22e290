#include "policies/jwt/claim_headers.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::policies::jwt {
namespace {

std::optional<ClaimHeaders> load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  auto headers = claim_headers_type().decode(fake.root(), fake.faults);
  EXPECT_EQ(headers.has_value(), !fake.faults.has_errors()) << fake.faults.text();
  return headers;
}

// The field x-a made of these claims; "none" when there is none, the code of an error.
std::string made(const std::string& yaml, const std::string& claims) {
  Arena arena;
  const auto document = json::Document::parse(claims);
  const auto headers = load(yaml);
  const auto fields = headers->make(document->root(), arena);
  if (!fields) return fields.error().code;
  if (fields->empty()) return "none";
  EXPECT_EQ(fields->front().name, "x-a");
  return std::string(fields->front().value);
}

TEST(ClaimHeaders, write_each_type_in_one_way) {
  const std::string rule = "[{header: X-A, claim: a}]";
  struct Row {
    const char *claims, *value;
  };
  for (const Row& row : std::vector<Row>{
           {R"({"a":"text"})", "text"},
           {R"({"a":""})", ""},
           {R"({"a":"\u00e4"})", "\u00e4"},
           {R"({"a":7})", "7"},
           {R"({"a":1.5})", "1.5"},
           {R"({"a":true})", "true"},
           {R"({"a":["b","c, d"]})", R"(["b","c, d"])"},
           {R"({"a":{"b":"\n"}})", R"({"b":"\n"})"},
           {R"({"a":[]})", "[]"},
           {R"({"a":null})", "none"},
           {R"({"b":"text"})", "none"},
       })
    EXPECT_EQ(made(rule, row.claims), row.value) << row.claims;
}

// Lessons 3.4, row envoyproxy/ai-gateway#1945: a claim cannot end its field.
TEST(ClaimHeaders, refuse_what_no_field_can_hold) {
  const std::string rule = "[{header: x-a, claim: a}]";
  for (const char* text : {"a\\nb", "a\\r\\nX: 1", "\\u0000", "\\u007f", "\\u001b"})
    EXPECT_EQ(made(rule, std::string(R"({"a":")") + text + "\"}"), "jwt.malformed_claim") << text;
  const std::string longest(ClaimHeaders::kLongest, 'a');
  EXPECT_EQ(made(rule, "{\"a\":\"" + longest + "\"}"), longest);
  EXPECT_EQ(made(rule, "{\"a\":\"" + longest + "a\"}"), "jwt.malformed_claim");
}

TEST(ClaimHeaders, join_a_list_whose_elements_stay_apart) {
  const std::string rule = "[{header: x-a, claim: a, separator: ','}]";
  EXPECT_EQ(made(rule, R"({"a":["b","c",7,true]})"), "b,c,7,true");
  EXPECT_EQ(made(rule, R"({"a":[]})"), "");
  EXPECT_EQ(made(rule, R"({"a":["","b"]})"), ",b");
  EXPECT_EQ(made(rule, R"({"a":"b,c"})"), "b,c");
  EXPECT_EQ(made(rule, R"({"a":["b,admin"]})"), "jwt.malformed_claim");
  EXPECT_EQ(made(rule, R"({"a":["b",["c"]]})"), "jwt.malformed_claim");
}

TEST(ClaimHeaders, follow_a_path_and_take_a_name_with_dots_for_one) {
  EXPECT_EQ(
      made("[{header: x-a, claim: [realm_access, roles]}]", R"({"realm_access":{"roles":["r"]}})"),
      R"(["r"])");
  EXPECT_EQ(made("[{header: x-a, claim: [a, b]}]", R"({"a":"b"})"), "none");
  EXPECT_EQ(made("[{header: x-a, claim: 'https://x.example/roles'}]",
                 R"({"https://x.example/roles":"r"})"),
            "r");
}

TEST(ClaimHeaders, make_none_when_one_cannot_be_written) {
  EXPECT_EQ(made("[{header: x-a, claim: a}, {header: x-c, claim: c}]", R"({"a":"b","c":"\n"})"),
            "jwt.malformed_claim");
}

// Lessons 3.5, rows CVE-2026-44087 and CVE-2025-64484.
TEST(ClaimHeaders, strip_every_spelling_that_a_backend_could_take_for_theirs) {
  const auto headers = load("[{header: X-User-Id, claim: sub}, {header: x_team, claim: team}]");
  exchange::ExchangeFake fake;
  for (const char* name : {"x-user-id", "x_user_id", "x-user_id", "x-user-id", "x-team", "x_team",
                           "x-user", "x-user-id2", "xuserid", "x--user-id"})
    fake.add_header(name, "mallory");
  headers->strip(fake.exchange.request.fields);
  std::string left;
  for (const http::Field& field : fake.exchange.request.fields)
    left += std::string(field.name) + " ";
  EXPECT_EQ(left, "x-user x-user-id2 xuserid x--user-id ");
}

TEST(ClaimHeaders, refuse_fields_that_are_no_ones_to_write) {
  for (const char* bad :
       {"[{header: content-length, claim: a}]", "[{header: Host, claim: a}]",
        "[{header: 'x y', claim: a}]", "[{header: ':path', claim: a}]", "[{header: '', claim: a}]",
        "[{header: x-a, claim: []}]", "[{header: x-a, claim: ''}]", "[{header: x-a}]",
        "[{header: x-a, claim: a, separator: ''}]",
        "[{header: x-a, claim: a}, {header: X_A, claim: b}]"})
    EXPECT_FALSE(load(bad)) << bad;
}

}  // namespace
}  // namespace jg::policies::jwt
