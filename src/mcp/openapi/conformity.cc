#include "mcp/openapi/conformity.h"

#include <cmath>

#include "config/document.h"

namespace jg::mcp::openapi {
namespace {

using json::Kind;
using json::Value;

bool is_whole(Value number) {
  const auto real = number.as_double();
  return number.kind() != Kind::real || std::floor(*real) == *real;
}

bool has_type(Value value, std::string_view type) {
  switch (value.kind()) {
    case Kind::null: return type == "null";
    case Kind::boolean: return type == "boolean";
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::real: return type == "number" || (type == "integer" && is_whole(value));
    case Kind::string: return type == "string";
    case Kind::array: return type == "array";
    case Kind::object: return type == "object";
  }
  return false;
}

// "string", or "string or null"; empty when any will do.
std::string expected_type(Value schema, Value value) {
  const Value type = schema.find("type").value_or(Value());
  std::string out;
  bool is_good = false;
  const auto look_at = [&](Value one) {
    const auto name = one.as_string();
    if (!name) return;
    out.append(out.empty() ? "" : " or ").append(*name);
    is_good = is_good || has_type(value, *name);
  };
  look_at(type);
  type.for_each_element(look_at);
  return is_good ? "" : out;
}

bool is_same_number(Value one, Value other) {
  if (one.as_int() && other.as_int()) return one.as_int() == other.as_int();
  if (one.as_uint() && other.as_uint()) return one.as_uint() == other.as_uint();
  return one.as_double() == other.as_double();
}

bool is_same(Value one, Value other);

bool are_same(Value::Cursor ones, Value::Cursor others, bool are_named) {
  for (; ones.valid() && others.valid(); ones = ones.next(), others = others.next())
    if ((are_named && ones.name() != others.name()) || !is_same(ones.value(), others.value()))
      return false;
  return ones.valid() == others.valid();
}

// Copies nothing: a long list may have many values to compare each element with. Members are in one
// order, or it is another object.
bool is_same(Value one, Value other) {
  if (one.as_double() && other.as_double()) return is_same_number(one, other);
  if (one.kind() != other.kind()) return false;
  switch (one.kind()) {
    case Kind::boolean: return one.as_bool() == other.as_bool();
    case Kind::string: return one.as_string() == other.as_string();
    case Kind::array: return are_same(one.elements(), other.elements(), false);
    case Kind::object: return are_same(one.members(), other.members(), true);
    default: return true;
  }
}

bool is_listed(Value allowed, Value value) {
  bool out = allowed.kind() != Kind::array;
  allowed.for_each_element([&](Value one) { out = out || is_same(one, value); });
  return out;
}

// As a path has it; a name that is none in quotes.
std::string member_of(const std::string& place, std::string_view name) {
  const bool is_plain =
      name.size() < 60 && name.find_first_of(". \"\\[]") == std::string_view::npos;
  return place + "." + (is_plain ? std::string(name) : config::quoted(name));
}

Checked<void> check_members(Value schema, Value object, const std::string& place) {
  Checked<void> out;
  schema.find("required").value_or(Value()).for_each_element([&](Value name) {
    const auto text = name.as_string();
    if (out && text && !object.find(*text)) out = mistake(member_of(place, *text), "is missing");
  });
  const Value properties = schema.find("properties").value_or(Value());
  const auto others = schema.find("additionalProperties");
  object.for_each_member([&](std::string_view name, Value member) {
    if (!out) return;
    const auto described = properties.find(name);
    if (described)
      out = check_value(*described, member, member_of(place, name));
    else if (others && others->as_bool() == false)
      out = mistake(place, "has no member " + config::quoted(name));
    else if (others)
      out = check_value(*others, member, member_of(place, name));
  });
  return out;
}

Checked<void> check_elements(Value schema, Value array, const std::string& place) {
  const auto items = schema.find("items");
  if (!items || schema.find("prefixItems")) return {};
  Checked<void> out;
  std::size_t index = 0;
  array.for_each_element([&](Value element) {
    if (out) out = check_value(*items, element, place + "[" + std::to_string(index++) + "]");
  });
  return out;
}

}  // namespace

Checked<void> check_value(Value schema, Value value, const std::string& place) {
  if (schema.kind() != Kind::object) return {};
  if (const std::string type = expected_type(schema, value); !type.empty())
    return mistake(place, "is not of type " + type);
  if (const auto allowed = schema.find("enum"); allowed && !is_listed(*allowed, value))
    return mistake(place, "is none of the values that are allowed");
  Checked<void> out;
  if (value.kind() == Kind::object) out = check_members(schema, value, place);
  if (value.kind() == Kind::array) out = check_elements(schema, value, place);
  schema.find("allOf").value_or(Value()).for_each_element([&](Value one) {
    if (out) out = check_value(one, value, place);
  });
  return out;
}

}  // namespace jg::mcp::openapi
