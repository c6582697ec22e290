#include "cel/case.h"

#include <string>
#include <utility>
#include <vector>

#include "cel/typed_value.h"

namespace jg::cel {
namespace {

constexpr Limits kCaseLimits{1'000'000, 16U << 20};

}  // namespace

class Case::Bindings final : public Activation {
 public:
  void add(Value v) { values_.push_back(v); }
  Value root(std::size_t slot, Arena&) const override { return values_[slot]; }

 private:
  std::vector<Value> values_;
};

Case::Case(json::Value from, Dialect dialect)
    : from_(from),
      dialect_(dialect),
      context_(arena_, dialect, kCaseLimits),
      bindings_(std::make_unique<Bindings>()) {}
Case::~Case() = default;

Value Case::fault(std::string_view message) {
  const Value kept = context_.copy_string(std::string(message) + '\0');
  return Value::error(ErrorCode::invalid_argument, kept.is_error() ? "" : kept.as_text().data());
}

Value Case::run() {
  Options options{.dialect = dialect_, .unresolved = Unresolved::defer};
  if (const auto container = from_.find("container"))
    options.container = container->as_string().value_or("");
  if (const auto disabled = from_.find("disable_macros")) {
    if (disabled->as_bool().value_or(false)) options.macros = Macros::ignore;
  }
  Environment environment(std::move(options));
  if (const auto typed = from_.find("bindings")) {
    for (auto at = typed->members(); at.valid(); at = at.next()) {
      const auto value = read_typed(at.value(), context_);
      if (!value) return fault("a binding is not a typed value");
      environment.declare(std::string(at.name()));
      bindings_->add(*value);
    }
  }
  if (const auto plain = from_.find("bindings_json")) {
    for (auto at = plain->members(); at.valid(); at = at.next()) {
      environment.declare(std::string(at.name()));
      bindings_->add(Value::json(at.value()));
    }
  }
  const auto text = from_.find("expr");
  if (!text || !text->as_string()) return fault("the case has no expr");
  auto program = compile(*text->as_string(), environment);
  if (!program) return fault(program.error().front().message);
  program_ = std::move(*program);
  return program_->evaluate(*bindings_, arena_, kCaseLimits);
}

}  // namespace jg::cel
