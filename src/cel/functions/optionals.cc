#include <array>

#include "cel/functions/groups.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

// The value a type has when nothing was said: 0, "", an empty list, null.
bool is_zero(Value v, Context& context) {
  switch (v.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return !v.as_bool();
    case Kind::integer:
    case Kind::unsigned_integer: return v.as_uint() == 0;
    case Kind::real: return v.as_double() == 0;
    case Kind::string:
    case Kind::bytes: return v.as_text().empty();
    case Kind::list:
    case Kind::map: {
      const Walk walk(v, context);
      return walk.is_ready() && walk.size() == 0;
    }
    case Kind::duration: return v.as_duration() == 0;
    case Kind::timestamp: return v.as_timestamp().seconds == 0 && v.as_timestamp().nanos == 0;
    case Kind::optional: return v.as_optional() == nullptr;
    case Kind::type:
    case Kind::ip:
    case Kind::cidr:
    case Kind::error: return false;
  }
  return false;
}

Value some(const Call& call) { return call.context.some(call.args[0]); }
Value some_unless_zero(const Call& call) {
  return is_zero(call.args[0], call.context) ? Value::none() : call.context.some(call.args[0]);
}
Value none(const Call&) { return Value::none(); }

Value has_value(const Call& call) {
  if (!call.args[0].is(Kind::optional)) return no_overload();
  return Value::boolean(call.args[0].as_optional() != nullptr);
}

Value value(const Call& call) {
  if (!call.args[0].is(Kind::optional)) return no_overload();
  if (call.args[0].as_optional() == nullptr) return invalid("this optional has no value");
  return *call.args[0].as_optional();
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "optional.of",
     .signature = "any -> optional",
     .says = "One that holds the value",
     .body = some},
    {.name = "optional.ofNonZeroValue",
     .signature = "any -> optional",
     .says = "One that holds the value, none for null, 0, and what is empty",
     .body = some_unless_zero},
    {.name = "optional.none",
     .signature = "-> optional",
     .says = "One that holds nothing",
     .body = none},
    {.name = "hasValue",
     .style = Style::method,
     .signature = "optional -> bool",
     .says = "Whether it holds a value",
     .body = has_value},
    {.name = "value",
     .style = Style::method,
     .signature = "optional -> any",
     .says = "What it holds; an error when it holds nothing",
     .body = value},
});

}  // namespace

Group optionals() { return {"Optional values", kTable}; }

}  // namespace jg::cel::functions
