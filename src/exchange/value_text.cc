#include "exchange/value_text.h"

#include <charconv>

#include "cel/convert.h"

namespace jg::exchange {
namespace {

template <class Number>
std::string_view spell(Number number, Arena& arena) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  return arena.copy({text, end});
}

}  // namespace

std::optional<std::string_view> text_of(cel::Value value, Arena& arena) {
  using cel::Kind;
  switch (value.kind()) {
    case Kind::string:
    case Kind::bytes: return value.as_text();
    case Kind::boolean: return value.as_bool() ? "true" : "false";
    case Kind::integer: return spell(value.as_int(), arena);
    case Kind::unsigned_integer: return spell(value.as_uint(), arena);
    case Kind::real: {
      cel::DoubleRoom room;
      return arena.copy(cel::format_double(value.as_double(), room));
    }
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
