#include "policies/direct_response/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "net/loop_fake.h"
#include "policies/direct_response/feature.h"

namespace jg::policies::direct_response {
namespace {

// What a request for `path` is answered by, or "proceeds"; the faults when nothing was made.
std::string answer(const std::string& yaml, std::string_view path = "/") {
  exchange::LoadFake load(yaml);
  const auto policy = direct_response_feature().make({load.root()}, load.context(), load.faults);
  if (!policy) return load.faults.text();
  exchange::ExchangeFake fake;
  fake.set_target(path);
  const auto verdict = policy->on_request(fake.exchange);
  if (!verdict || *verdict != exchange::Verdict::answered) return "proceeds";
  auto& response = fake.exchange.response;
  std::string out = std::to_string(response.head.status);
  for (const auto& field : response.head.fields)
    out += " " + std::string(field.name) + "=" + std::string(field.value);
  auto body = net::run(fake.loop, http::read_all(*response.body, 1 << 20, Blame::gateway));
  return out + " " + *body;
}

TEST(DirectResponse, answers_with_what_is_written) {
  EXPECT_EQ(answer("{status: 200, body: hello}"), "200 hello");
  EXPECT_EQ(answer("{status: 418}"), "418 ");
  EXPECT_EQ(answer("{status: 200, body: [104, 105]}"), "200 hi");
}

// Blanks at either end are no part of a value, and HTTP/2 has no place for them.
TEST(DirectResponse, trims_what_it_computes) {
  EXPECT_EQ(answer("{status: 200, headers: {X-Path: '\" \" + request.path + \" \"'}}", "/a"),
            "200 x-path=/a ");
}

TEST(DirectResponse, computes_body_and_headers) {
  EXPECT_EQ(answer("{status: 200, bodyExpression: '\"at \" + request.path', "
                   "headers: {X-Port: source.port, X-No: request.headers.none}}",
                   "/a"),
            "200 x-port=40000 at /a");
}

TEST(DirectResponse, has_no_body_when_the_expression_fails) {
  EXPECT_EQ(answer("{status: 200, bodyExpression: 'request.headers.none'}"), "200 ");
}

TEST(DirectResponse, writes_no_header_that_would_end_it) {
  EXPECT_EQ(answer("{status: 200, headers: {x: '\"a\\r\\nb: c\"'}}"), "200 ");
}

constexpr const char* kConditional =
    "conditional:\n"
    "- {condition: 'request.path == \"/a\"', status: 503, body: a}\n"
    "- {condition: 'request.path == \"/b\"', status: 200, body: b}\n";

TEST(DirectResponse, gives_the_first_whose_condition_is_true) {
  EXPECT_EQ(answer(kConditional, "/a"), "503 a");
  EXPECT_EQ(answer(kConditional, "/b"), "200 b");
  EXPECT_EQ(answer(kConditional, "/c"), "proceeds");
  EXPECT_EQ(answer(std::string(kConditional) + "- {status: 404}\n", "/c"), "404 ");
}

TEST(DirectResponse, refuses_what_cannot_be_meant) {
  EXPECT_EQ(answer("{body: a}"), "config.yaml:1:1: missing the required key status\n");
  EXPECT_EQ(answer("{status: 100}"),
            "config.yaml:1:10: status: found 100; expected an integer from 200 to 599\n");
  EXPECT_EQ(answer("{status: 204, body: a}"),
            "config.yaml:1:1: an answer with status 204 has no body (RFC 9110 section 15)\n");
  EXPECT_EQ(answer("{status: 200, headers: {Content-Length: '\"1\"'}}"),
            "config.yaml:1:25: headers.Content-Length: is set by the gateway itself\n");
  EXPECT_EQ(answer("conditional: [{status: 200}, {status: 404}]"),
            "config.yaml:1:15: conditional[0]: has no condition, so what follows is never "
            "reached\n");
}

}  // namespace
}  // namespace jg::policies::direct_response
