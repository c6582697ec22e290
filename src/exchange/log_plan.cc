#include "exchange/log_plan.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <span>

#include "base/ascii.h"
#include "cel/convert.h"
#include "cel/to_json.h"
#include "cel/walk.h"
#include "config/nearest.h"
#include "exchange/value_text.h"
#include "telemetry/log_fields.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;
using telemetry::AddedField;

constexpr Use kWhenAllIsOver{.phase = Phase::done};
constexpr std::size_t kLongestName = 64;

bool is_name(std::string_view name) {
  constexpr std::string_view kMarks = "._-";
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, [&](char c) {
    return ascii::is_alnum(c) || kMarks.find(c) != std::string_view::npos;
  });
}

using Added = std::vector<std::pair<std::string, Expression>>;

std::optional<Added> check_names(Added added, const Node& map, Faults& faults) {
  const std::size_t errors = faults.errors();
  if (added.size() > kMostAddedFields)
    faults.add(map, "expected at most " + std::to_string(kMostAddedFields) + " fields");
  for (const Node node : map.children())
    if (!is_name(node.key()))
      faults.add(node.key_place(),
                 "expected a field's name: letters, digits, dots, dashes and underscores");
  if (faults.errors() != errors) return std::nullopt;
  return added;
}

std::optional<telemetry::ClearField> find_field(const std::string& name, const Node& node,
                                                Faults& faults) {
  if (const auto clear = telemetry::find_log_field(name); clear != nullptr) return clear;
  const auto names = telemetry::log_field_names();
  const auto nearest = config::find_nearest(name, names);
  faults.add(node, "the access log has no field " + node.shown() +
                       (nearest ? "; did you mean " + *nearest + "?" : ""));
  return std::nullopt;
}

struct Told {
  std::string_view text;
  bool is_text = true;
};

// Empty when there is nothing to tell.
Told tell(cel::Value value, Arena& arena) {
  using cel::Kind;
  switch (value.kind()) {
    case Kind::string:
    case Kind::bytes: return {value.as_text()};
    case Kind::boolean:
    case Kind::integer:
    case Kind::unsigned_integer: return {text_of(value, arena).value_or(""), false};
    case Kind::real: return {text_of(value, arena).value_or(""), !std::isfinite(value.as_double())};
    case Kind::list:
    case Kind::map:
    case Kind::optional:
      return {arena.copy(cel::to_json(value, cel::Dialect::gateway).value_or("")), false};
    case Kind::duration:
    case Kind::timestamp:
    case Kind::type:
    case Kind::ip:
    case Kind::cidr: {
      cel::Context context(arena, cel::Dialect::gateway, {});
      const cel::Value text = to_string(value, context);
      return {text.is_error() ? std::string_view() : text.as_text()};
    }
    case Kind::null:
    case Kind::error: return {};
  }
  return {};
}

bool is_spread(const Expression& expression) {
  const std::string_view call = expression->outermost_call();
  return call == "flatten" || call == "flattenRecursive";
}

std::string_view join(std::string_view name, std::string_view key, Arena& arena) {
  const std::size_t size = name.size() + 1 + key.size();
  char* const out = static_cast<char*>(arena.allocate(size, 1));
  *std::ranges::copy(name, out).out = '.';
  std::ranges::copy(key, out + name.size() + 1);
  return {out, size};
}

}  // namespace

// The fields that one line gets besides its own.
class LogPlan::Line {
 public:
  Line(const LogPlan& plan, Arena& arena)
      : plan_(plan),
        arena_(arena),
        fields_(static_cast<AddedField*>(
            arena.allocate(plan.most_fields_ * sizeof(AddedField), alignof(AddedField)))) {}

  void add(std::string_view name, cel::Value value) {
    const Told told = tell(value, arena_);
    if (!told.text.empty()) new (&fields_[size_++]) AddedField{name, told.text, told.is_text};
  }
  // Keys may be the peers': none takes the place of another field.
  void spread(std::string_view name, cel::Value container) {
    if (!container.is(cel::Kind::list) && !container.is(cel::Kind::map)) return;
    cel::Context context(arena_, cel::Dialect::gateway, {});
    for (cel::Walk walk(container, context); walk.is_ready() && spread_ > 0 && walk.next();) {
      const auto key = text_of(walk.key(), arena_);
      if (!key || !is_name(*key)) continue;
      const std::string_view full = join(name, *key, arena_);
      if (plan_.is_told(full)) continue;
      add(full, walk.value());
      --spread_;
    }
  }
  std::span<const AddedField> fields() const { return {fields_, size_}; }

 private:
  const LogPlan& plan_;
  Arena& arena_;
  AddedField* const fields_;
  std::size_t size_ = 0;
  std::size_t spread_ = kMostSpreadFields;  // that may come yet
};

LogPlan::LogPlan(std::optional<Expression> filter, LogFields fields, Surroundings surroundings)
    : filter_(std::move(filter)),
      fields_(std::move(fields)),
      surroundings_(std::move(surroundings)) {
  for (const auto& [name, expression] : fields_.add)
    if (const auto clear = telemetry::find_log_field(name); clear != nullptr)
      fields_.remove.push_back(clear);
  most_fields_ = fields_.add.size();
  if (std::ranges::any_of(fields_.add, is_spread, &Added::value_type::second))
    most_fields_ += kMostSpreadFields;
}

bool LogPlan::is_told(std::string_view name) const {
  return telemetry::find_log_field(name) != nullptr ||
         std::ranges::find(fields_.add, name, [](const auto& added) {
           return std::string_view(added.first);
         }) != fields_.add.end();
}

void LogPlan::apply(Exchange& exchange) const {
  Arena& arena = exchange.arena;
  const RequestVariables variables(exchange, surroundings_, RequestVariables::Credentials::hidden);
  telemetry::Record& record = exchange.record;
  record.is_logged = !filter_ || (*filter_)->matches(variables, arena);
  if (!record.is_logged) return;
  record.removed = fields_.remove;
  if (fields_.add.empty()) return;
  Line line(*this, arena);
  for (const auto& [name, expression] : fields_.add) {
    const cel::Value value = expression->evaluate(variables, arena);
    is_spread(expression) ? line.spread(name, value) : line.add(name, value);
  }
  record.added = line.fields();
}

config::Type<Expression> log_filter_type() {
  return expression_type({.phase = Phase::done, .purpose = Purpose::condition});
}

config::Object<LogFields> log_fields_object(std::string_view name) {
  return config::Object<LogFields>(name, "What a line of the access log tells.")
      .optional("add", &LogFields::add,
                config::map_of(expression_type(kWhenAllIsOver)).then<Added>(check_names),
                "Fields to add by their names, each a CEL expression; without a value it is left "
                "out.")
      .optional("remove", &LogFields::remove,
                config::list_of(config::filled_text().then<telemetry::ClearField>(find_field)),
                "Names of fields to leave out.");
}

}  // namespace jg::exchange
