#include "exchange/value_text.h"

#include <string>

#include "cel/convert.h"

namespace jg::exchange {

std::optional<std::string_view> text_of(cel::Value value, Arena& arena) {
  using cel::Kind;
  switch (value.kind()) {
    case Kind::string:
    case Kind::bytes: return value.as_text();
    case Kind::boolean: return value.as_bool() ? "true" : "false";
    case Kind::integer: return arena.copy(std::to_string(value.as_int()));
    case Kind::unsigned_integer: return arena.copy(std::to_string(value.as_uint()));
    case Kind::real: return arena.copy(cel::format_double(value.as_double()));
    case Kind::null:
    case Kind::list:
    case Kind::map:
    case Kind::duration:
    case Kind::timestamp:
    case Kind::type:
    case Kind::optional:
    case Kind::ip:
    case Kind::cidr:
    case Kind::error: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace jg::exchange
