#include "app/playground/evaluation.h"

#include <algorithm>

#include "app/cli/token_inspect.h"
#include "base/clock.h"
#include "cel/literal_text.h"
#include "cel/program.h"
#include "cel/to_json.h"
#include "cel/trace.h"
#include "exchange/exchange.h"
#include "exchange/variables.h"

namespace jg::app::playground {
namespace {

constexpr std::size_t kLongestPart = 200;  // bytes of a part's expression or value
// Of a part's value no more is spelled than may be shown.
constexpr cel::Limits kPartLimits{.steps = kLongestPart, .bytes = 4096};

std::unexpected<Error> wrong(std::string why) {
  return fail(Blame::client, "cel.question", std::move(why));
}

// A variable of the context in the place of the request's.
class Variables final : public cel::Activation {
 public:
  Variables(const cel::Environment& environment, const Activation& of_request, json::Value context)
      : environment_(environment), of_request_(of_request), context_(context) {}

  cel::Value root(std::size_t slot, Arena& arena) const override {
    const auto given = context_.find(environment_.roots()[slot].name);
    return given ? cel::Value::json(*given) : of_request_.root(slot, arena);
  }

 private:
  const cel::Environment& environment_;
  const Activation& of_request_;
  json::Value context_;
};

Result<void> check_context(json::Value context, const cel::Environment& environment) {
  for (auto at = context.members(); at.valid(); at = at.next()) {
    if (!environment.find_root(at.name()))
      return wrong("the context has '" + std::string(at.name()) + "', which is no variable");
  }
  return {};
}

// What the token says, as if it had been verified.
Result<std::optional<exchange::Identity>> identity_of(const Secret& token) {
  if (token.reveal().empty()) return std::nullopt;
  auto claims = cli::read_parts(token.reveal()).claims;
  if (!claims || claims->root().kind() != json::Kind::object)
    return wrong("the token has no claims that can be read");
  return exchange::Identity{
      std::make_shared<const json::Document>(std::move(*claims)), {}, nullptr};
}

std::string cut(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (text.size() <= kLongestPart) return text;
  std::size_t end = kLongestPart;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

std::string spelled(cel::Value value, const cel::Limits& limits) {
  Arena arena;
  cel::Context context(arena, cel::Dialect::gateway, limits);
  std::string out;
  cel::append_literal(out, value, context);
  return out;
}

Evaluation told(cel::Value value, const cel::Trace& trace, std::string_view expression) {
  Evaluation out{.value = spelled(value, {}),
                 .type = std::string(cel::type_name(value.kind())),
                 .json = cel::to_json(value, cel::Dialect::gateway),
                 .place = {},
                 .steps = trace.cost().steps,
                 .bytes = trace.cost().bytes,
                 .parts = {},
                 .left_out = trace.left_out()};
  if (value.is_error() && value.place() != cel::Value::kNowhere)
    out.place = cel::render(expression, {value.place(), value.place() + 1, out.value, {}});
  for (const cel::Trace::Line& line : trace.lines())
    out.parts.push_back({line.depth,
                         cut(std::string(expression.substr(line.begin, line.end - line.begin))),
                         cut(spelled(line.value, kPartLimits))});
  return out;
}

}  // namespace

Result<Evaluation> evaluate(const Question& question) {
  cel::Environment environment = exchange::request_environment();
  if (question.wants_trace) environment.set_planning(cel::Planning::traced);
  const json::Value context = question.context ? question.context->root() : json::Value();
  if (auto good = check_context(context, environment); !good)
    return std::unexpected(std::move(good.error()));
  if (auto good = check(question.request); !good) return std::unexpected(std::move(good.error()));
  auto identity = identity_of(question.request.token);
  if (!identity) return std::unexpected(std::move(identity.error()));
  const auto program = cel::compile_or_error(question.expression, environment);
  if (!program) return std::unexpected(program.error());

  const RealClock clock;
  FastRandom random(1);
  net::Loop loop;
  exchange::Worker worker{.clock = clock, .random = random, .loop = loop};
  exchange::Exchange exchange(worker);
  exchange.request = explain::head_of(question.request, "http");
  exchange.buffered_body = question.request.body;
  exchange.received = question.request.now;
  exchange.source = {question.request.source, 0};
  exchange.facts.identity = std::move(*identity);
  const exchange::Surroundings nowhere;
  const exchange::RequestVariables of_request(exchange, nowhere);
  const Variables variables(environment, of_request, context);
  cel::Trace trace;
  const cel::Value value = program->trace(variables, exchange.arena, {}, trace);
  return told(value, trace, question.expression);
}

}  // namespace jg::app::playground
