#include "cel/program.h"

#include <algorithm>
#include <utility>

#include "cel/eval.h"
#include "cel/lexer.h"
#include "cel/plan.h"
#include "cel/planner.h"
#include "cel/trace.h"

namespace jg::cel {

struct Program::Parts {
  std::string text;
  Dialect dialect = Dialect::gateway;
  Arena constants{1024};
  Plan plan;
  std::vector<Read> reads;
  std::string_view outermost_call;
};

Program::Program(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

std::string_view Program::text() const { return parts_->text; }
std::span<const Read> Program::reads() const { return parts_->reads; }
std::string_view Program::outermost_call() const { return parts_->outermost_call; }

bool Program::reads(std::size_t slot, std::string_view field) const {
  return std::any_of(parts_->reads.begin(), parts_->reads.end(), [&](const Read& read) {
    return read.slot == slot && (read.field.empty() || read.field == field);
  });
}

bool Program::is_constant() const {
  return parts_->plan.nodes[parts_->plan.root].op == Op::constant;
}

Value Program::evaluate(const Activation& activation, Arena& arena, const Limits& limits) const {
  Context context(arena, parts_->dialect, limits);
  return Evaluator(parts_->plan, activation, context).run();
}

Value Program::trace(const Activation& activation, Arena& arena, const Limits& limits,
                     Trace& trace) const {
  Context context(arena, parts_->dialect, limits);
  Trace* const wanted = parts_->plan.written.empty() ? nullptr : &trace;
  const Value value = Evaluator(parts_->plan, activation, context, wanted).run();
  trace.set_cost({context.steps_spent(), context.bytes_built()});
  return value;
}

bool Program::matches(const Activation& activation, Arena& arena, const Limits& limits) const {
  return evaluate(activation, arena, limits).is_true();
}

std::expected<Program, std::vector<Fault>> compile(std::string_view text,
                                                   const Environment& environment) {
  auto parts = std::make_unique<Program::Parts>();
  parts->dialect = environment.options().dialect;
  // Text that the parser will refuse for its length is not kept.
  parts->text = std::string(text.substr(0, kLongestExpression + 1));
  const ParseOptions options{environment.options().macros, environment.options().dialect};
  const auto ast = parse(parts->text, options, parts->constants);
  if (!ast) return std::unexpected(std::vector{ast.error()});
  const Expr& root = (*ast)[ast->root];
  if (root.kind == ExprKind::call) parts->outermost_call = root.name;
  auto planned = make_plan(*ast, environment, parts->constants);
  if (!planned) return std::unexpected(std::move(planned.error()));
  parts->plan = std::move(planned->plan);
  parts->reads = std::move(planned->reads);
  return Program(std::move(parts));
}

Result<Program> compile_or_error(std::string_view text, const Environment& environment) {
  auto program = compile(text, environment);
  if (!program) return std::unexpected(to_error(text, program.error()));
  return std::move(*program);
}

}  // namespace jg::cel
