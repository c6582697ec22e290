#include "exchange/expression.h"

#include <algorithm>
#include <array>

#include "config/types.h"
#include "exchange/variables.h"

namespace jg::exchange {
namespace {

// What agentgateway offers to rules and jotgate does not yet: worth another message than a slip of
// the pen.
struct Later {
  std::string_view root;
  std::string_view member;  // empty: the root as a whole
};

constexpr auto kLater = std::to_array<Later>({
    {"request", "body"},
    {"request", "bodyPrefix"},
    {"request", "endTime"},
    {"source", "unverifiedWorkload"},
    {"source", "connectHeaders"},
    {"source", "tunnel"},
    {"backend", "type"},
    {"backend", "protocol"},
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
  if (fault.suggestion.empty()) return fault.message;
  return fault.message + "; did you mean '" + fault.suggestion + "'?";
}

void warn_of_absent_roots(const config::Node& scalar, const cel::Program& program,
                          const cel::Environment& environment, config::Faults& faults) {
  std::vector<std::size_t> told;
  for (const cel::Read& read : program.reads()) {
    if (!is_always_absent(static_cast<Root>(read.slot)) || std::ranges::count(told, read.slot) > 0)
      continue;
    told.push_back(read.slot);
    faults.warn(scalar,
                "reads '" + environment.roots()[read.slot].name + "', which is always null here");
  }
}

}  // namespace

Expression compile_rule(const config::Node& scalar, const cel::Environment& environment,
                        config::Faults& faults) {
  auto program = cel::compile(scalar.text(), environment);
  if (!program) {
    for (const cel::Fault& fault : program.error())
      faults.add(scalar.place_at(fault.offset), explain(fault));
    return nullptr;
  }
  warn_of_absent_roots(scalar, *program, environment, faults);
  return std::make_shared<const cel::Program>(std::move(*program));
}

config::Type<Expression> expression_type() {
  const auto environment = std::make_shared<const cel::Environment>(request_environment());
  config::Schema schema = config::Schema::of_type("string");
  schema.set_text("description", "A CEL expression.");
  return config::custom<Expression>(
      config::shape(config::Kind::string), "a CEL expression in quotes",
      [environment](const config::Node& node, config::Faults& faults) -> std::optional<Expression> {
        Expression expression = compile_rule(node, *environment, faults);
        if (!expression) return std::nullopt;
        return expression;
      },
      std::move(schema));
}

}  // namespace jg::exchange
