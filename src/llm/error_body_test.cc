#include "llm/error_body.h"

#include <gtest/gtest.h>

#include "json/value.h"

namespace jg::llm {
namespace {

std::string body_of(std::string_view code) {
  return openai_error_body(exchange::find_refusal(code), "/v1/chat/completions");
}

std::string member(std::string_view code, std::string_view name) {
  const auto document = json::Document::parse(body_of(code));
  return std::string(document->root().find("error")->find(name)->as_string().value_or(""));
}

TEST(OpenaiErrorBody, has_the_documented_code_of_a_routing_fault) {
  EXPECT_EQ(body_of("llm.missing_model"),
            R"({"error":{"message":"the request names no model","type":"invalid_request_error",)"
            R"("param":null,"code":"missing_model"}})");
  EXPECT_EQ(member("llm.invalid_body", "code"), "invalid_request_body");
  EXPECT_EQ(member("llm.model_not_found", "code"), "model_not_found");
  EXPECT_EQ(member("http.body_too_large", "code"), "request_body_too_large");
}

TEST(OpenaiErrorBody, says_that_a_model_is_denied_in_the_documented_words) {
  EXPECT_EQ(body_of("llm.model_denied"),
            R"({"error":{"message":"Model authorization denied","type":"invalid_request_error",)"
            R"("param":null,"code":"model_authorization_denied"}})");
}

TEST(OpenaiErrorBody, tells_a_person_why_the_token_was_refused) {
  EXPECT_EQ(
      body_of("jwt.expired"),
      R"json({"error":{"message":"the token has expired (jwt.expired)","type":"authentication_error",)json"
      R"("param":null,"code":"jwt.expired"}})");
}

TEST(OpenaiErrorBody, takes_the_type_from_the_status) {
  EXPECT_EQ(member("authorization.denied", "type"), "permission_error");
  EXPECT_EQ(member("upstream.connect", "type"), "api_error");
  EXPECT_EQ(member("http.incomplete_body", "type"), "invalid_request_error");
}

TEST(OpenaiErrorBody, is_well_formed_for_every_refusal) {
  for (const exchange::Refusal& refusal : exchange::refusals()) {
    const auto document = json::Document::parse(openai_error_body(refusal, "/"));
    ASSERT_TRUE(document.has_value()) << refusal.code;
    EXPECT_TRUE(document->root().find("error")->find("message")->as_string()) << refusal.code;
  }
}

}  // namespace
}  // namespace jg::llm
