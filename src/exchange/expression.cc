#include "exchange/expression.h"

#include <algorithm>
#include <array>

#include "cel/check.h"
#include "config/types.h"
#include "exchange/knowledge.h"

namespace jg::exchange {
namespace {

// What agentgateway offers to rules and jotgate does not yet: worth another message than a slip of
// the pen.
struct Later {
  std::string_view root;
  std::string_view member;  // empty: the root as a whole
};

constexpr auto kLater = std::to_array<Later>({
    {"request", "bodyPrefix"},
    {"request", "endTime"},
    {"source", "unverifiedWorkload"},
    {"source", "connectHeaders"},
    {"source", "tunnel"},
    {"backend", "type"},
    {"backend", "protocol"},
    {"response", "bodyPrefix"},
    {"llm", "serviceTier"},
    {"llm", "providerInputTokens"},
    {"llm", "inputImageTokens"},
    {"llm", "inputTextTokens"},
    {"llm", "inputAudioTokens"},
    {"llm", "cacheCreationInputTokens"},
    {"llm", "outputImageTokens"},
    {"llm", "outputTextTokens"},
    {"llm", "outputAudioTokens"},
    {"llm", "providerTotalTokens"},
    {"llm", "countTokens"},
    {"llm", "timePerOutputToken"},
    {"llm", "prompt"},
    {"llm", "completion"},
    {"llm", "toolCalls"},
    {"llm", "params"},
    {"llm", "cost"},
    {"llm", "costRates"},
    {"proxy", ""},
    {"llmRequest", ""},
    {"mcpGuardrails", ""},
});

std::string name_of(const Later& later) {
  std::string out(later.root);
  if (!later.member.empty()) out.append(".").append(later.member);
  return out;
}

// In the compiler's words, which are the only trace of what it missed.
std::string complaint(const Later& later) {
  if (later.member.empty()) return "there is no variable '" + std::string(later.root) + "' here";
  return "'" + std::string(later.root) + "' has no member '" + std::string(later.member) + "'";
}

std::string explain(const cel::Fault& fault) {
  const auto later = std::ranges::find(kLater, fault.message, complaint);
  if (later != kLater.end()) return "'" + name_of(*later) + "' is not supported yet";
  return message_of(fault);
}

// What comes of a value that is always or never true.
struct Consequence {
  const char* always;
  const char* never;
};

Consequence consequence_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::condition: return {"it always applies", "it never applies"};
    case Purpose::allow: return {"this rule lets everybody on", "this rule lets nobody on"};
    case Purpose::deny: return {"this rule refuses everybody", "this rule refuses nobody"};
    case Purpose::require: return {"this rule refuses nobody", "this rule refuses everybody"};
    case Purpose::value: break;
  }
  return {};
}

class Teller {
 public:
  Teller(const config::Node& scalar, config::Faults& faults) : scalar_(scalar), faults_(faults) {}

  void tell(cel::FindingWeight weight, const cel::Fault& fault) {
    config::Place place = scalar_.place_at(fault.offset);
    std::string shown =
        scalar_.is_from_variable() ? std::string() : cel::excerpt(scalar_.text(), fault);
    if (weight == cel::FindingWeight::error)
      faults_.add(std::move(place), explain(fault), std::move(shown));
    else
      faults_.warn(std::move(place), explain(fault), std::move(shown));
  }

 private:
  const config::Node& scalar_;
  config::Faults& faults_;
};

bool has_error(const std::vector<cel::Finding>& findings) {
  return std::ranges::find(findings, cel::FindingWeight::error, &cel::Finding::weight) !=
         findings.end();
}

// Adds what comes of an outcome that is decided beforehand. A deny rule that never is true leaves a
// door open that somebody meant to close; one that asks nothing is meant so.
void weigh_outcome(cel::Checked& checked, const config::Node& scalar, Purpose purpose) {
  const cel::StaticType& result = checked.result;
  const bool is_never = !result.may_be_true;
  const bool is_always =
      !is_never && !result.may_be_false && result.kinds == cel::kinds(cel::Kind::boolean);
  if (purpose == Purpose::value || has_error(checked.findings) || (!is_never && !is_always)) return;
  const Consequence consequence = consequence_of(purpose);
  const std::string so = std::string(", so ") + (is_never ? consequence.never : consequence.always);
  const bool is_error = purpose == Purpose::deny && is_never && !checked.is_constant;
  const auto weight = is_error ? cel::FindingWeight::error : cel::FindingWeight::warning;
  const bool is_value = !cel::may_be(result.kinds, cel::Kind::boolean);
  std::string what = is_never ? "is never true" : "is always true";
  if (is_value) what = "is " + cel::describe(result.kinds) + " and never true";
  cel::Fault whole{0, static_cast<std::uint32_t>(scalar.text().size()), what + so, {}};
  checked.findings.push_back({weight, std::move(whole)});
}

}  // namespace

Expression compile_expression(const config::Node& scalar, const cel::Environment& environment,
                              Use use, config::Faults& faults) {
  Teller teller(scalar, faults);
  auto program = cel::compile(scalar.text(), environment);
  if (!program) {
    for (const cel::Fault& fault : program.error()) teller.tell(cel::FindingWeight::error, fault);
    return nullptr;
  }
  cel::Checked checked = cel::check(scalar.text(), environment, RequestKnowledge(use));
  weigh_outcome(checked, scalar, use.purpose);
  for (const cel::Finding& finding : checked.findings) teller.tell(finding.weight, finding.fault);
  if (has_error(checked.findings)) return nullptr;
  return std::make_shared<const cel::Program>(std::move(*program));
}

bool reads_body(const Expression& expression, Root message) {
  return expression->reads(slot_of(message), "body");
}

config::Type<Expression> expression_type(Use use) {
  const auto environment = std::make_shared<const cel::Environment>(request_environment());
  config::Schema schema = config::Schema::of_type("string");
  schema.set_text("description", "A CEL expression.");
  return config::custom<Expression>(
      config::shape(config::Kind::string), "a CEL expression in quotes",
      [environment, use](const config::Node& node,
                         config::Faults& faults) -> std::optional<Expression> {
        Expression expression = compile_expression(node, *environment, use, faults);
        if (!expression) return std::nullopt;
        return expression;
      },
      std::move(schema));
}

}  // namespace jg::exchange
