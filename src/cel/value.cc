#include "cel/value.h"

#include "cel/object.h"

namespace jg::cel {

static_assert(sizeof(json::Value) == sizeof(const void*) &&
              std::is_trivially_copyable_v<json::Value>);

const char* code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::no_such_key: return "cel.no_such_key";
    case ErrorCode::no_such_overload: return "cel.no_such_overload";
    case ErrorCode::undeclared_reference: return "cel.undeclared_reference";
    case ErrorCode::divide_by_zero: return "cel.divide_by_zero";
    case ErrorCode::overflow: return "cel.overflow";
    case ErrorCode::invalid_argument: return "cel.invalid_argument";
    case ErrorCode::index_out_of_range: return "cel.index_out_of_range";
    case ErrorCode::duplicate_key: return "cel.duplicate_key";
    case ErrorCode::budget_exhausted: return "cel.budget_exhausted";
    case ErrorCode::failed: return "cel.failed";
  }
  return "cel.failed";
}

std::string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::null: return "null_type";
    case Kind::boolean: return "bool";
    case Kind::integer: return "int";
    case Kind::unsigned_integer: return "uint";
    case Kind::real: return "double";
    case Kind::string: return "string";
    case Kind::bytes: return "bytes";
    case Kind::list: return "list";
    case Kind::map: return "map";
    case Kind::duration: return "google.protobuf.Duration";
    case Kind::timestamp: return "google.protobuf.Timestamp";
    case Kind::type: return "type";
    case Kind::optional: return "optional_type";
    case Kind::ip: return "net.IP";
    case Kind::cidr: return "net.CIDR";
    case Kind::error: return "error";
  }
  return "error";
}

Value Value::list(std::span<const Value> items) {
  if (items.size() >= kNowhere) return error(ErrorCode::budget_exhausted, "list too large");
  return make(Kind::list, {.items = items.data()}, static_cast<std::uint32_t>(items.size()));
}

Value Value::map(std::span<const Entry> entries) {
  if (entries.size() >= kNowhere) return error(ErrorCode::budget_exhausted, "map too large");
  return make(Kind::map, {.entries = entries.data()}, static_cast<std::uint32_t>(entries.size()));
}

Value Value::object(const Object& object) {
  return make(Kind::map, {.object = &object}, 0, static_cast<std::uint8_t>(Form::object));
}

Value Value::json(json::Value value) {
  const auto in_place = static_cast<std::uint8_t>(Form::json);
  const Payload pointer = {.pointer = std::bit_cast<const void*>(value)};
  switch (value.kind()) {
    case json::Kind::null: return null();
    case json::Kind::boolean: return boolean(*value.as_bool());
    case json::Kind::integer: return integer(*value.as_int());
    case json::Kind::unsigned_integer:
      if (const auto fits = value.as_int()) return integer(*fits);
      return unsigned_integer(*value.as_uint());
    case json::Kind::real: return real(*value.as_double());
    case json::Kind::string: return string(*value.as_string());
    case json::Kind::array:
      return make(Kind::list, pointer, static_cast<std::uint32_t>(value.size()), in_place);
    case json::Kind::object:
      return make(Kind::map, pointer, static_cast<std::uint32_t>(value.size()), in_place);
  }
  return null();
}

Value Value::error(ErrorCode code, const char* message, std::uint32_t place) {
  return make(Kind::error, {.text = message}, place, static_cast<std::uint8_t>(code));
}

}  // namespace jg::cel
