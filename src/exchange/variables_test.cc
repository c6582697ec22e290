#include "exchange/variables.h"

#include <gtest/gtest.h>

#include "cel/program.h"
#include "exchange/certificate_fake.h"
#include "exchange/exchange_fake.h"
#include "json/text.h"

namespace jg::exchange {
namespace {

struct Variables : ExchangeFake, testing::Test {
  Surroundings surroundings;

  cel::Value evaluate(const std::string& expression) {
    auto program = cel::compile_or_error(expression, request_environment());
    EXPECT_TRUE(program) << (program ? "" : program.error().detail);
    if (!program) return cel::Value::error(cel::ErrorCode::failed, "does not compile");
    kept_.push_back(std::make_unique<cel::Program>(std::move(*program)));
    const RequestVariables variables(exchange, surroundings);
    return kept_.back()->evaluate(variables, exchange.arena);
  }
  bool holds(const std::string& expression) { return evaluate(expression).is_true(); }

 private:
  std::vector<std::unique_ptr<cel::Program>> kept_;  // values may look into their program
};

TEST_F(Variables, show_the_request_as_it_will_be_sent_on) {
  exchange.request.method = "POST";
  set_target("/a/b?x=1");
  EXPECT_TRUE(holds("request.method == 'POST'"));
  EXPECT_TRUE(holds("request.path == '/a/b'"));
  EXPECT_TRUE(holds("request.pathAndQuery == '/a/b?x=1'"));
  EXPECT_TRUE(holds("request.uri == 'http://example.com/a/b?x=1'"));
  EXPECT_TRUE(holds("request.scheme == 'http'"));
  EXPECT_TRUE(holds("request.version == 'HTTP/1.1'"));
  EXPECT_TRUE(holds("request.startTime == timestamp('2027-01-15T08:00:00Z')"));
}

TEST_F(Variables, give_one_host_however_it_is_spelled) {
  for (const char* authority :
       {"example.com", "EXAMPLE.com", "example.com:8443", "Example.Com:80"}) {
    exchange.request.authority = authority;
    EXPECT_TRUE(holds("request.host == 'example.com'")) << authority;
  }
  exchange.request.authority = "[2001:DB8::1]:80";
  EXPECT_TRUE(holds("request.host == '2001:db8::1'"));
}

TEST_F(Variables, read_headers_by_name_in_any_letter_case) {
  add_header("x-team", "blue");
  add_header("x-tag", "a");
  add_header("x-tag", "b");
  EXPECT_TRUE(holds("request.headers['x-team'] == 'blue'"));
  EXPECT_TRUE(holds("request.headers['X-Team'] == 'blue'"));
  EXPECT_TRUE(holds("request.headers['x-tag'] == ['a', 'b']"));
  EXPECT_TRUE(holds("'x-team' in request.headers && !('x-none' in request.headers)"));
  EXPECT_EQ(evaluate("request.headers['x-none'] == 'a'").code(), cel::ErrorCode::no_such_key);
}

TEST_F(Variables, list_each_header_once) {
  EXPECT_TRUE(holds("size(request.headers) == 0"));
  add_header("x-tag", "a");
  add_header("x-team", "blue");
  add_header("x-tag", "b");
  EXPECT_TRUE(holds("size(request.headers) == 2"));
  EXPECT_TRUE(holds("request.headers.exists(name, name == 'x-team')"));
}

TEST_F(Variables, have_a_null_jwt_without_an_identity) {
  EXPECT_TRUE(holds("jwt == null"));
  EXPECT_TRUE(holds("!has(jwt.sub)"));
  EXPECT_TRUE(evaluate("jwt.sub == 'a'").is_error());
}

TEST_F(Variables, read_claims_with_their_types) {
  identify(R"({"sub":"test-user","groups":["admins"],"nested":{"key":"value"},"n":3,"aud":"a"})");
  EXPECT_TRUE(holds("jwt.sub == 'test-user'"));
  EXPECT_TRUE(holds("jwt.groups.contains('admins')"));
  EXPECT_TRUE(holds("jwt.groups[0] == 'admins' && jwt.nested.key == 'value' && jwt.n + 1 == 4"));
  EXPECT_TRUE(holds("has(jwt.sub) && !has(jwt.role)"));
  EXPECT_EQ(evaluate("jwt.role == 'a'").code(), cel::ErrorCode::no_such_key);
  EXPECT_TRUE(
      holds("size(jwt) == 5 && jwt.all(name, jwt[name] != null) && jwt.exists(name, name == 'n')"));
}

TEST_F(Variables, never_show_the_token) {
  identify(R"({"rawToken":"a claim of that name"})");
  EXPECT_TRUE(holds("jwt.rawToken == '<redacted>'"));
  EXPECT_TRUE(holds("jwt['rawToken'] == '<redacted>'"));
  EXPECT_TRUE(holds("jwt == {'rawToken': '<redacted>'}"));
}

TEST_F(Variables, read_what_is_known_of_an_api_key_and_never_the_key) {
  EXPECT_TRUE(holds("apiKey == null && !has(apiKey.owner)"));
  const auto metadata = json::Document::parse(R"({"owner":"ann","tier":2,"key":"not this"})");
  exchange.facts.api_key = ApiKey{metadata->root()};
  EXPECT_TRUE(holds("apiKey.owner == 'ann' && apiKey.tier == 2 && !has(apiKey.team)"));
  EXPECT_TRUE(holds("apiKey.key == '<redacted>'"));
  exchange.facts.api_key = ApiKey{};
  EXPECT_TRUE(holds("apiKey != null && apiKey.key == '<redacted>' && !has(apiKey.owner)"));
}

TEST_F(Variables, show_where_the_connection_comes_from_and_goes_to) {
  EXPECT_TRUE(holds("source.address == '192.0.2.7' && source.port == 40000"));
  EXPECT_TRUE(holds("source.rawAddress == source.address && source.rawPort == source.port"));
  EXPECT_TRUE(holds("destination.address == '127.0.0.1' && destination.port == 3000"));
}

TEST_F(Variables, show_the_certificate_of_the_client) {
  net::TlsFacts tls;
  tls.server_name = "a.test";
  tls.certificate = certificate_fake();
  exchange.tls = &tls;
  EXPECT_TRUE(holds("source.subject == 'CN=me, O=Example' && source.subjectCn == 'me'"));
  EXPECT_TRUE(holds("source.issuer == 'CN=root'"));
  EXPECT_TRUE(holds("source.subjectAltNames == ['spiffe://td/ns/web/sa/front', 'me.test']"));
  EXPECT_TRUE(holds("source.spiffeId == 'spiffe://td/ns/web/sa/front'"));
  EXPECT_TRUE(holds("source.identity.trustDomain == 'td' && source.identity.namespace == 'web'"));
  EXPECT_TRUE(holds("source.identity.serviceAccount == 'front' && size(source.identity) == 3"));
  EXPECT_TRUE(holds("source.certificate.startsWith('-----BEGIN CERTIFICATE-----')"));
  EXPECT_TRUE(holds("destination.hostname == 'a.test'"));
}

TEST_F(Variables, have_no_certificate_unless_the_client_showed_one) {
  net::TlsFacts tls;
  const net::TlsFacts* const kinds[] = {nullptr, &tls};
  for (const net::TlsFacts* facts : kinds) {
    exchange.tls = facts;
    for (const char* member : {"identity", "spiffeId", "subjectAltNames", "issuer", "subject",
                               "subjectCn", "certificate"}) {
      EXPECT_TRUE(holds(std::string("!has(source.") + member + ")")) << member;
      EXPECT_TRUE(evaluate(std::string("source.") + member + " == 'x'").is_error()) << member;
    }
    EXPECT_TRUE(holds("!has(destination.hostname)"));
  }
}

TEST_F(Variables, have_a_backend_once_one_is_chosen) {
  EXPECT_TRUE(holds("backend == null"));
  exchange.record.backend = "default/api";
  EXPECT_TRUE(holds("backend.name == 'default/api'"));
}

TEST_F(Variables, show_the_surroundings_that_are_set) {
  surroundings = read_surroundings([](std::string_view name) -> std::optional<std::string> {
    if (name == "POD_NAME") return "gateway-0";
    if (name == "GATEWAY") return "";
    return std::nullopt;
  });
  EXPECT_TRUE(holds("env.podName == 'gateway-0'"));
  EXPECT_TRUE(holds("!has(env.namespace) && !has(env.gateway)"));
}

TEST_F(Variables, are_null_where_nothing_fills_them_yet) {
  for (const char* root : {"basicAuth", "extauthz", "extproc", "metadata"})
    EXPECT_TRUE(holds(std::string(root) + " == null && !has(" + root + ".x)")) << root;
  EXPECT_TRUE(holds("llm == null && !has(llm.provider)"));
  EXPECT_TRUE(holds("response == null && !has(response.code)"));
}

TEST_F(Variables, show_an_answer_once_there_is_one) {
  exchange.response.head.status = 404;
  exchange.response.head.fields.add("x-a", "1");
  EXPECT_TRUE(holds("response == null"));
  exchange.has_answer = true;
  EXPECT_TRUE(holds("response.code == 404 && response.headers['X-A'] == '1'"));
  EXPECT_TRUE(holds("!has(response.body) && !has(response.grpcStatus)"));
  exchange.answer_text = "text";
  exchange.response.head.fields.add("grpc-status", "7");
  EXPECT_TRUE(holds("response.body == b'text' && response.grpcStatus == 7"));
}

TEST_F(Variables, show_a_body_once_it_was_read) {
  EXPECT_TRUE(holds("request.body == b''"));
  http::TextBody unread("text");
  exchange.request_body = &unread;
  EXPECT_TRUE(holds("!has(request.body)"));
  exchange.buffered_body = "text";
  EXPECT_TRUE(holds("request.body == b'text'"));
}

TEST_F(Variables, show_what_a_call_to_a_model_used) {
  auto& llm = exchange.record.llm.emplace();
  llm.provider = "echo";
  llm.input_tokens = 5;
  llm.time_to_first_token = std::chrono::milliseconds(7);
  EXPECT_TRUE(holds("llm.provider == 'echo' && llm.inputTokens == 5 && !llm.streaming"));
  EXPECT_TRUE(holds("llm.timeToFirstToken == duration('7ms') && !has(llm.outputTokens)"));
}

TEST_F(Variables, show_what_a_message_of_mcp_is_about) {
  EXPECT_TRUE(holds("mcp == null"));
  auto& mcp = exchange.record.mcp.emplace();
  mcp.method = "tools/call";
  mcp.session = "s";
  mcp.subject = {telemetry::McpSubject::Kind::tool, "here", "echo"};
  EXPECT_TRUE(holds("mcp.methodName == 'tools/call' && mcp.sessionId == 's'"));
  EXPECT_TRUE(holds("mcp.tool == {'target': 'here', 'name': 'echo'} && mcp.tool.name == 'echo'"));
  EXPECT_TRUE(holds("!has(mcp.prompt) && !has(mcp.resource) && !has(mcp.task)"));
  mcp.subject.kind = telemetry::McpSubject::Kind::resource;
  EXPECT_TRUE(holds("!has(mcp.tool) && mcp.resource.name == 'echo'"));
}

TEST_F(Variables, hide_credentials_from_those_who_read_logs) {
  set_target("/a?token=s");
  exchange.record.path = "/a?token=REDACTED";
  add_header("authorization", "Basic s");
  add_header("x-other", "Bearer eyJhbGciOi.s.s");
  add_header("x-plain", "s");
  const auto program = cel::compile_or_error(
      "request.pathAndQuery == '/a?token=REDACTED' && request.uri.endsWith('REDACTED') && "
      "request.headers.authorization == '<redacted>' && request.headers['x-other'] == '<redacted>' "
      "&& request.headers['x-plain'] == 's'",
      request_environment());
  ASSERT_TRUE(program) << program.error().detail;
  const RequestVariables hidden(exchange, surroundings, RequestVariables::Credentials::hidden);
  EXPECT_TRUE(program->matches(hidden, exchange.arena));
  EXPECT_TRUE(holds("request.headers.authorization == 'Basic s'"));
}

}  // namespace
}  // namespace jg::exchange
