#include "exchange/reply.h"

#include <gtest/gtest.h>

#include "exchange/challenge.h"
#include "exchange/exchange_fake.h"
#include "exchange/refusal.h"

namespace jg::exchange {
namespace {

struct Reply : ExchangeFake, testing::Test {
  void refuse(const char* code, std::string detail = {}) {
    reply_with(exchange, Error{Blame::client, code, std::move(detail)});
  }
  std::string body() {
    if (!exchange.response.body) return {};
    const auto piece = exchange.response.body->try_next();
    return piece && *piece ? std::string((*piece)->data) : std::string();
  }
  std::string header(std::string_view name) const {
    return std::string(exchange.response.head.fields.find(name).value_or("none"));
  }
  int status() const { return exchange.response.head.status; }
};

TEST_F(Reply, says_why_a_token_failed_in_a_401_with_a_challenge) {
  refuse("jwt.expired", "\"exp\" is past by more than the leeway of 60 s");
  EXPECT_EQ(status(), 401);
  EXPECT_EQ(header("content-type"), "text/plain");
  EXPECT_EQ(body(), "authentication failure: the token has expired (jwt.expired)\n");
  EXPECT_EQ(header("www-authenticate"),
            "Bearer realm=\"jotgate\", error=\"invalid_token\", error_description=\"the token has "
            "expired\"");
}

TEST_F(Reply, challenges_without_an_error_when_no_token_was_sent) {
  refuse("jwt.missing");
  EXPECT_EQ(status(), 401);
  EXPECT_EQ(body(), "authentication failure: no bearer token found (jwt.missing)\n");
  EXPECT_EQ(header("www-authenticate"), "Bearer realm=\"jotgate\"");
}

TEST_F(Reply, calls_two_credentials_an_invalid_request) {
  refuse("jwt.ambiguous");
  EXPECT_EQ(status(), 400);
  EXPECT_NE(header("www-authenticate").find("error=\"invalid_request\""), std::string::npos);
}

TEST_F(Reply, blames_no_token_when_the_keys_are_missing) {
  refuse("jwt.keys_unavailable");
  EXPECT_EQ(status(), 503);
  EXPECT_EQ(header("www-authenticate"), "none");
}

TEST_F(Reply, denies_in_agentgateways_words) {
  refuse("authorization.denied", "none of 2 allow rules is true");
  EXPECT_EQ(status(), 403);
  EXPECT_EQ(body(), "authorization failed");
  EXPECT_EQ(header("www-authenticate"), "none");
}

TEST_F(Reply, tells_a_known_caller_that_the_token_is_not_enough) {
  identify(R"({"sub":"a"})");
  refuse("authorization.denied");
  EXPECT_NE(header("www-authenticate").find("error=\"insufficient_scope\""), std::string::npos);
}

TEST_F(Reply, challenges_as_it_was_configured) {
  const Challenge told{
      .realm = "orders", .scope = "read", .resource_metadata = "https://a.example/.well-known/x"};
  exchange.challenge = &told;
  refuse("jwt.missing");
  EXPECT_EQ(header("www-authenticate"),
            "Bearer realm=\"orders\", scope=\"read\", "
            "resource_metadata=\"https://a.example/.well-known/x\"");
  refuse("jwt.ambiguous");
  EXPECT_EQ(header("www-authenticate"),
            "Bearer realm=\"orders\", error=\"invalid_request\", error_description=\"more than one "
            "credential was sent\", scope=\"read\", "
            "resource_metadata=\"https://a.example/.well-known/x\"");
}

TEST_F(Reply, challenges_by_both_schemes_and_tells_the_error_by_the_one_that_was_used) {
  const Challenge told{.dpop_algorithms = "ES256 PS256"};
  const auto challenges = [&] {
    std::vector<std::string> out;
    for (const auto& field : exchange.response.head.fields)
      if (field.name == "www-authenticate") out.emplace_back(field.value);
    return out;
  };
  exchange.challenge = &told;
  refuse("jwt.expired");
  EXPECT_EQ(challenges(),
            (std::vector<std::string>{"Bearer realm=\"jotgate\", error=\"invalid_token\", "
                                      "error_description=\"the token has expired\"",
                                      "DPoP realm=\"jotgate\", algs=\"ES256 PS256\""}));
  add_header("authorization", "DPoP a.b.c");
  refuse("jwt.expired");
  EXPECT_EQ(challenges(),
            (std::vector<std::string>{"Bearer realm=\"jotgate\"",
                                      "DPoP realm=\"jotgate\", error=\"invalid_token\", "
                                      "error_description=\"the token has expired\", "
                                      "algs=\"ES256 PS256\""}));
  refuse("jwt.dpop_proof");
  EXPECT_TRUE(challenges()[1].contains("error=\"invalid_dpop_proof\""));
  const Challenge only{.offers_bearer = false, .dpop_algorithms = "ES256"};
  exchange.challenge = &only;
  refuse("jwt.missing");
  EXPECT_EQ(challenges(), std::vector<std::string>{"DPoP realm=\"jotgate\", algs=\"ES256\""});
}

TEST_F(Reply, names_the_scopes_of_the_rule_before_the_configured_ones) {
  const Challenge told{.scope = "read"};
  exchange.challenge = &told;
  identify(R"({"sub":"a"})");
  refuse("authorization.denied");
  EXPECT_NE(header("www-authenticate")
                .find("insufficient_scope\", error_description=\""
                      "authorization failed\", scope=\"read\""),
            std::string::npos);
  exchange.missing_scope = "write admin";
  refuse("authorization.denied");
  EXPECT_NE(header("www-authenticate").find("scope=\"write admin\""), std::string::npos);
}

TEST_F(Reply, answers_grpc_callers_with_trailers_only) {
  add_header("content-type", "application/grpc+proto");
  refuse("jwt.expired");
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(header("content-type"), "application/grpc");
  EXPECT_EQ(header("grpc-status"), "16");
  EXPECT_TRUE(header("www-authenticate").starts_with("Bearer "));
  EXPECT_EQ(header("grpc-message"), "authentication failure: the token has expired (jwt.expired)");
  EXPECT_EQ(exchange.response.body, nullptr);
  EXPECT_EQ(exchange.record.grpc_status, 16);
}

TEST_F(Reply, says_internal_of_a_code_that_is_not_listed) {
  refuse("secret.detail_of_ours", "a detail");
  EXPECT_EQ(status(), 500);
  EXPECT_EQ(body(), "internal error (internal)\n");
  EXPECT_STREQ(exchange.record.code, "secret.detail_of_ours");
}

TEST_F(Reply, never_shows_the_detail_to_the_client) {
  for (const Refusal& refusal : refusals()) {
    const std::string code(refusal.code);
    refuse(code.c_str(), "for-the-operator");
    EXPECT_EQ(body().find("for-the-operator"), std::string::npos) << code;
    for (const http::Field& field : exchange.response.head.fields)
      EXPECT_EQ(field.value.find("for-the-operator"), std::string_view::npos) << code;
  }
}

TEST_F(Reply, has_a_quotable_sentence_for_every_code) {
  for (const Refusal& refusal : refusals())
    for (const char c : refusal.says)
      EXPECT_TRUE(c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
          << refusal.code;  // RFC 6750 section 3
}

TEST_F(Reply, notes_the_refusal_in_the_record) {
  refuse("jwt.audience", "\"aud\" names none of: a");
  EXPECT_EQ(exchange.record.status, 401);
  EXPECT_STREQ(exchange.record.code, "jwt.audience");
  EXPECT_STREQ(exchange.record.reason, "JwtAuth");
  EXPECT_EQ(exchange.record.error, "\"aud\" names none of: a");
  refuse("jwt.missing");
  EXPECT_EQ(exchange.record.error, "no bearer token found");
}

TEST_F(Reply, lets_a_route_shape_its_errors_as_json) {
  exchange.error_shaper = [](const Refusal& refusal, std::string_view path) {
    return "{\"code\":\"" + std::string(refusal.code) + "\",\"path\":\"" + std::string(path) +
           "\"}";
  };
  set_target("/v1/models");
  refuse("llm.model_not_found");
  EXPECT_EQ(status(), 404);
  EXPECT_EQ(header("content-type"), "application/json");
  EXPECT_EQ(body(), R"({"code":"llm.model_not_found","path":"/v1/models"})");
}

TEST_F(Reply, replaces_an_answer_that_was_begun) {
  exchange.response.head.status = 200;
  exchange.response.head.fields.add("x-from", "backend");
  exchange.response.set_text("half an answer");
  refuse("upstream.closed");
  EXPECT_EQ(status(), 503);
  EXPECT_EQ(header("x-from"), "none");
  EXPECT_EQ(body(), "the upstream closed the connection (upstream.closed)\n");
}

}  // namespace
}  // namespace jg::exchange
