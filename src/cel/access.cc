#include "cel/access.h"

#include <cmath>
#include <span>

#include "cel/compare.h"
#include "cel/object.h"
#include "cel/text_search.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

Value no_such_key() { return Value::error(ErrorCode::no_such_key, "no such key"); }

bool can_be_key(Value key) {
  return key.is(Kind::boolean) || key.is(Kind::string) || key.is_number();
}

// The place a number names in a list; nullopt when it is no whole number.
std::optional<std::int64_t> place_of(Value key) {
  if (key.is(Kind::integer)) return key.as_int();
  if (key.is(Kind::unsigned_integer)) {
    return key.as_uint() > INT32_MAX ? std::optional<std::int64_t>(INT32_MAX) : key.as_int();
  }
  if (key.is(Kind::real) && std::trunc(key.as_double()) == key.as_double() &&
      std::abs(key.as_double()) <= INT32_MAX) {
    return static_cast<std::int64_t>(key.as_double());
  }
  return std::nullopt;
}

std::optional<Value> find_item(Value list, std::int64_t at, Context& context) {
  if (at < 0) return std::nullopt;
  const auto i = static_cast<std::size_t>(at);
  if (list.form() == Value::Form::plain) {
    if (i >= list.items().size()) return std::nullopt;
    return list.items()[i];
  }
  const json::Value array = list.as_json();
  if (i >= array.size() || !context.spend(i / 8)) return std::nullopt;
  return Value::json(*array.at(i));
}

Value optional_of(std::optional<Value> found, Context& context) {
  return found ? context.some(*found) : Value::none();
}

// What most rules ask; each item costs what Walk and equal() take for it.
Value contains_text(std::span<const Value> items, std::string_view sought, Context& context) {
  for (const Value item : items) {
    const bool is_text = item.is(Kind::string);
    if (!context.spend(is_text ? 1 : 2)) return Context::exhausted();
    if (is_text && item.as_text() == sought) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value contains_text(json::Value array, std::string_view sought, Context& context) {
  for (auto at = array.elements(); at.valid(); at = at.next()) {
    const bool is_text = at.value().kind() == json::Kind::string;
    if (!context.spend(is_text ? 1 : 2)) return Context::exhausted();
    if (is_text && *at.value().as_string() == sought) return Value::boolean(true);
  }
  return Value::boolean(false);
}

}  // namespace

std::optional<Value> find_member(Value map, std::string_view name, Context& context) {
  switch (map.form()) {
    case Value::Form::plain: return find_key(map, Value::string(name), context);
    case Value::Form::json: {
      if (!context.spend(map.as_json().size() / 8)) return std::nullopt;
      const auto found = map.as_json().find(name);
      if (!found) return std::nullopt;
      return Value::json(*found);
    }
    case Value::Form::object: {
      const auto found = map.as_object().field(name, context.arena());
      return found ? context.pay_for(*found) : found;
    }
  }
  return std::nullopt;
}

std::optional<Value> find_key(Value map, Value key, Context& context) {
  if (map.form() != Value::Form::plain) {
    if (!key.is(Kind::string)) return std::nullopt;
    return find_member(map, key.as_text(), context);
  }
  if (!context.spend(map.entries().size() / 8)) return std::nullopt;
  for (const Entry& entry : map.entries()) {
    if (equal_scalars(entry.key, key)) return entry.value;
  }
  return std::nullopt;
}

Value Activation::member(const RootMember& member, Context& context) const {
  return select(root(member.slot, context.arena()), member.name, context);
}

Value select(Value target, std::string_view name, Context& context) {
  switch (target.kind()) {
    case Kind::map: {
      const auto found = find_member(target, name, context);
      return found ? *found : no_such_key();
    }
    case Kind::optional: return select_optional(target, name, context);
    case Kind::null: return no_such_key();
    case Kind::error: return target;
    default: return Value::error(ErrorCode::no_such_overload, "this value has no members");
  }
}

Value select_optional(Value target, std::string_view name, Context& context) {
  if (target.is(Kind::optional)) {
    if (target.as_optional() == nullptr) return target;
    target = *target.as_optional();
  }
  if (target.is(Kind::map)) return optional_of(find_member(target, name, context), context);
  return select(target, name, context);
}

Value has(Value target, std::string_view name, Context& context) {
  if (target.is(Kind::optional)) {
    if (target.as_optional() == nullptr) return Value::boolean(false);
    target = *target.as_optional();
  }
  if (target.is_error()) return target;
  if (target.is(Kind::null) && context.dialect() == Dialect::gateway) return Value::boolean(false);
  if (!target.is(Kind::map))
    return Value::error(ErrorCode::no_such_overload, "this value has no members");
  if (target.form() == Value::Form::object) {
    return Value::boolean(target.as_object().has(name, context.arena()));
  }
  return Value::boolean(find_member(target, name, context).has_value());
}

Value index(Value target, Value key, Context& context) {
  if (target.is_error()) return target;
  if (key.is_error()) return key;
  switch (target.kind()) {
    case Kind::list: {
      const auto at = place_of(key);
      if (!at) return invalid("a list is indexed by a whole number");
      const auto found = find_item(target, *at, context);
      return found ? *found : Value::error(ErrorCode::index_out_of_range, "index out of range");
    }
    case Kind::map: {
      if (!can_be_key(key)) return no_overload();
      const auto found = find_key(target, key, context);
      return found ? *found : no_such_key();
    }
    case Kind::optional: return index_optional(target, key, context);
    case Kind::null: return no_such_key();
    default: return Value::error(ErrorCode::no_such_overload, "this value cannot be indexed");
  }
}

Value index_optional(Value target, Value key, Context& context) {
  if (target.is(Kind::optional)) {
    if (target.as_optional() == nullptr) return key.is_error() ? key : target;
    target = *target.as_optional();
  }
  if (key.is_error()) return key;
  if (target.is(Kind::map) && can_be_key(key))
    return optional_of(find_key(target, key, context), context);
  if (target.is(Kind::list)) {
    if (const auto at = place_of(key)) return optional_of(find_item(target, *at, context), context);
  }
  return index(target, key, context);
}

Value contains(Value container, Value sought, Context& context) {
  if (container.is(Kind::map))
    return Value::boolean(find_key(container, sought, context).has_value());
  if (container.is(Kind::list) && sought.is(Kind::string)) {
    return container.form() == Value::Form::json
               ? contains_text(container.as_json(), sought.as_text(), context)
               : contains_text(container.items(), sought.as_text(), context);
  }
  if (container.is(Kind::list)) {
    Walk walk(container, context);
    while (walk.next()) {
      const Value same = equal(walk.value(), sought, context);
      if (same.is_true() || same.is_error()) return same;
    }
    return context.is_exhausted() ? Context::exhausted() : Value::boolean(false);
  }
  const bool in_text = container.is(Kind::string) && sought.is(Kind::string);
  if (!in_text || context.dialect() != Dialect::gateway) return no_overload();
  if (!context.spend_text(container.as_text().size())) return Context::exhausted();
  return Value::boolean(find_text(container.as_text(), sought.as_text()) != std::string_view::npos);
}

}  // namespace jg::cel
