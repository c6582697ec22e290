// Every variable and member has uses that work and uses that do not; each does what its table says.
//
// A use is evaluated when all is over and everything is known, unless a word before it says when:
// `log:` the same, as the access log sees it; `request:` before anything is known of a plain request
// by nobody; `connection:` before there is a request.
#include <gtest/gtest.h>

#include "cel/functions/cases_fake.h"
#include "exchange/certificate_fake.h"
#include "exchange/exchange_fake.h"
#include "exchange/metadata.h"
#include "exchange/outcome_fake.h"

namespace jg::exchange {
namespace {

using cel::functions::covered;
using cel::functions::read_cases;
using cel::functions::UseCase;

constexpr const char* kFolder = "src/exchange/cases/variables";

struct Moment {
  std::string_view name;
  Use use;
  RequestVariables::Credentials credentials = RequestVariables::Credentials::shown;
};

constexpr auto kMoments = std::to_array<Moment>({
    {"", {.phase = Phase::done, .bodies = Bodies::read}},
    {"log: ", {.phase = Phase::done}, RequestVariables::Credentials::hidden},
    {"request: ", {.phase = Phase::request, .bodies = Bodies::read}},
    {"connection: ", {.phase = Phase::connection}},
});

const Surroundings kHere{"gateway-0", "prod", "edge"};

// Takes the moment from the front of a use.
const Moment& take_moment(std::string& expression) {
  for (const Moment& moment : kMoments) {
    if (moment.name.empty() || !expression.starts_with(moment.name)) continue;
    expression.erase(0, moment.name.size());
    return moment;
  }
  return kMoments.front();
}

// An exchange of which everything is known.
class WholeExchange : public ExchangeFake {
 public:
  WholeExchange() {
    ask();
    identify(R"({"sub":"ann","groups":["users"],"tier":2,"rawToken":"a claim of that name"})");
    exchange.facts.api_key = ApiKey{metadata_->root()};
    exchange.record.backend = "default/api";
    show_certificate();
    call_model();
    send_message();
    answer();
    add_metadata(exchange, "team", cel::Value::string("blue"));
    add_metadata(exchange, "list", cel::Value::json(list_->root()));
  }

 private:
  void ask() {
    exchange.request.method = "POST";
    exchange.request.scheme = "https";
    exchange.request.authority = "Shop.example.com:8443";
    exchange.request.version = http::Version::http2;
    set_target("/orders/7?state=open&access_token=s3cret");
    exchange.record.path = "/orders/7?state=open&access_token=REDACTED";
    add_header("x-team", "blue");
    add_header("x-tag", "a");
    add_header("authorization", "Bearer s3cret");
    add_header("x-tag", "b");
    exchange.buffered_body = R"({"n":1})";
  }
  void show_certificate() {
    tls_.server_name = "a.test";
    tls_.certificate = certificate_fake();
    exchange.tls = &tls_;
  }
  void call_model() {
    auto& llm = exchange.record.llm.emplace();
    llm.provider = "echo";
    llm.request_model = "large";
    llm.response_model = "large-1";
    llm.streaming = true;
    llm.input_tokens = 5;
    llm.cached_input_tokens = 3;
    llm.output_tokens = 7;
    llm.total_tokens = 12;
    llm.time_to_first_token = std::chrono::milliseconds(7);
  }
  void send_message() {
    auto& mcp = exchange.record.mcp.emplace();
    mcp.method = "tools/call";
    mcp.session = "s1";
    mcp.subject = {telemetry::McpSubject::Kind::tool, "here", "echo"};
  }
  void answer() {
    exchange.response.head.status = 207;
    exchange.response.head.fields.add("x-a", "1");
    exchange.response.head.fields.add("set-cookie", "session=s3cret");
    exchange.response.head.fields.add("grpc-status", "7");
    exchange.answer_text = "done";
    exchange.has_answer = true;
  }

  Result<json::Document> metadata_ =
      json::Document::parse(R"({"owner":"ann","tier":2,"key":"not this"})");
  Result<json::Document> list_ = json::Document::parse("[1,2]");
  net::TlsFacts tls_;
};

std::string outcome_then(const Moment& moment, const std::string& expression) {
  if (!cel::compile(expression, request_environment())) return "! compile";
  if (is_refused_at_load(expression, moment.use)) return "! load";
  const bool is_over = moment.use.phase == Phase::done;
  WholeExchange whole;
  ExchangeFake bare;
  const Surroundings here = is_over ? kHere : Surroundings{};
  Exchange& exchange = is_over ? whole.exchange : bare.exchange;
  const RequestVariables variables(exchange, here, moment.credentials);
  return outcome(variables, exchange.arena, expression);
}

// `request`, `request.method`, and so on.
std::set<std::string> all_variables() {
  std::set<std::string> out;
  for (const RootFacts& root : roots()) {
    out.emplace(root.name);
    for (const Member& member : root.members)
      out.emplace(std::string(root.name) + "." + std::string(member.name));
  }
  return out;
}

TEST(VariableCases, do_what_their_table_says) {
  for (const UseCase& one : read_cases(kFolder)) {
    std::string expression = one.expression;
    const Moment& moment = take_moment(expression);
    EXPECT_EQ(outcome_then(moment, expression), one.wanted)
        << one.function << ": " << one.expression;
  }
}

TEST(VariableCases, cover_every_variable_and_member) {
  const auto cases = read_cases(kFolder);
  EXPECT_EQ(covered(cases, false), all_variables());
  EXPECT_EQ(covered(cases, true), all_variables());
}

TEST(VariableCases, use_the_variable_that_they_stand_below) {
  for (const UseCase& one : read_cases(kFolder)) {
    const std::string root = one.function.substr(0, one.function.find('.'));
    const bool is_root = root == one.function;
    EXPECT_NE(one.expression.find(is_root ? root : one.function), std::string::npos)
        << one.function << ": " << one.expression;
  }
}

// What the checker is told of a member is what there is in the end.
TEST(VariableCases, have_the_types_that_the_reference_tells) {
  WholeExchange whole;
  const RequestVariables variables(whole.exchange, kHere);
  for (const RootFacts& root : roots()) {
    for (const Member& member : root.members) {
      const auto value = member.read(variables, whole.exchange.arena);
      if (!value) continue;
      EXPECT_TRUE(cel::may_be(member.kinds, value->kind())) << root.name << "." << member.name;
    }
  }
}

TEST(VariableCases, have_a_line_for_the_reference) {
  for (const RootFacts& root : roots()) {
    EXPECT_FALSE(root.says.empty()) << root.name;
    for (const Member& member : root.members) EXPECT_FALSE(member.says.empty()) << member.name;
  }
}

}  // namespace
}  // namespace jg::exchange
