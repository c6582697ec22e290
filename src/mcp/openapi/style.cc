#include "mcp/openapi/style.h"

#include <functional>
#include <utility>

#include "http/grammar.h"
#include "http/uri.h"

namespace jg::mcp::openapi {
namespace {

using json::Kind;
using json::Value;
using Encode = std::function<Checked<std::string>(const std::string& text)>;

constexpr const char* kNested = "holds a list or an object where only text and numbers can stand";

std::optional<std::string> text_of(Value value) {
  switch (value.kind()) {
    case Kind::string: return std::string(*value.as_string());
    case Kind::boolean:
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::real: return value.dump();
    case Kind::null:
    case Kind::array:
    case Kind::object: return std::nullopt;
  }
  return std::nullopt;
}

// The values of a list, the names and values of an object, or the one value; encoded.
class Pieces {
 public:
  Pieces(std::string place, Encode encode) : place_(std::move(place)), encode_(std::move(encode)) {}

  Checked<std::string> encoded(Value value) const {
    const auto text = text_of(value);
    if (!text) return mistake(place_, kNested);
    return encode_(*text);
  }
  Checked<std::string> encoded(std::string_view name) const { return encode_(std::string(name)); }

  // Calls add(name, value) for each, with an empty name for what has none.
  template <class Add>
  Checked<void> for_each(Value value, Add add) const {
    Checked<void> out;
    const auto take = [&](std::string_view name, Value one) {
      if (!out) return;
      auto key = name.empty() ? Checked<std::string>() : encoded(name);
      auto text = encoded(one);
      if (!key || !text)
        out = std::unexpected(!key ? key.error() : text.error());
      else
        add(*key, *text);
    };
    if (value.kind() == Kind::object)
      value.for_each_member(take);
    else if (value.kind() == Kind::array)
      value.for_each_element([&](Value one) { take({}, one); });
    else
      take({}, value);
    return out;
  }

  // a,b,c or x,1,y,2; exploded, x=1,y=2.
  Checked<std::string> joined(Value value, std::string_view delimiter, bool explodes) const {
    std::string out;
    bool is_first = true;
    auto done = for_each(value, [&](const std::string& name, const std::string& text) {
      if (!std::exchange(is_first, false)) out.append(delimiter);
      if (!name.empty()) out.append(name).append(explodes ? "=" : delimiter);
      out.append(text);
    });
    if (!done) return std::unexpected(std::move(done.error()));
    return out;
  }

 private:
  const std::string place_;
  const Encode encode_;
};

Checked<std::string> percent_encoded(const std::string& text) { return http::percent_encode(text); }

std::string_view delimiter_of(Style style) {
  if (style == Style::space_delimited) return "%20";
  return style == Style::pipe_delimited ? "%7C" : ",";
}

// name=a&name=b, or of an object its members under their own names or as name[member].
Checked<std::string> write_spread(const Parameter& parameter, Value value, const Pieces& pieces) {
  const std::string own = http::percent_encode(parameter.name);
  std::string out;
  auto done = pieces.for_each(value, [&](const std::string& name, const std::string& text) {
    if (!out.empty()) out += '&';
    if (name.empty())
      out.append(own);
    else if (parameter.style == Style::deep_object)
      out.append(own).append("%5B").append(name).append("%5D");
    else
      out.append(name);
    out.append("=").append(text);
  });
  if (!done) return std::unexpected(std::move(done.error()));
  return out;
}

bool has_property(Value schema, std::string_view name) {
  if (schema.find("properties").value_or(Value()).find(name)) return true;
  bool out = false;
  schema.find("allOf").value_or(Value()).for_each_element(
      [&](Value one) { out = out || has_property(one, name); });
  return out;
}

// What is spread must not pass for a parameter that the description does not have.
Checked<void> check_names(const Parameter& parameter, Value value, const std::string& place) {
  Checked<void> out;
  value.for_each_member([&](std::string_view name, Value) {
    if (out && !has_property(parameter.schema, name))
      out = mistake(place, "has a member that its schema has not");
  });
  return out;
}

}  // namespace

Checked<std::string> write_path_value(const Parameter& parameter, Value value,
                                      const std::string& place) {
  const auto encode = [&place](const std::string& text) -> Checked<std::string> {
    if (may_stand_in_path(text)) return http::percent_encode(text);
    return mistake(place,
                   "is empty, or holds a slash, a backslash, a control character or dots alone");
  };
  if (parameter.style == Style::json) return encode(value.dump());
  auto out = Pieces(place, encode).joined(value, ",", parameter.explodes);
  if (out && out->empty()) return mistake(place, "is empty");
  return out;
}

Checked<std::string> write_field_value(const Parameter& parameter, Value value,
                                       const std::string& place) {
  const auto encode = [&place](const std::string& text) -> Checked<std::string> {
    if (http::is_value(text)) return text;
    return mistake(place, "holds a character that no header field may hold");
  };
  if (parameter.style == Style::json) return encode(value.dump());
  return Pieces(place, encode).joined(value, ",", parameter.explodes);
}

Checked<std::string> write_query(const Parameter& parameter, Value value,
                                 const std::string& place) {
  const std::string own = http::percent_encode(parameter.name) + "=";
  if (parameter.style == Style::json) return own + http::percent_encode(value.dump());
  const Pieces pieces(place, percent_encoded);
  const bool is_deep = parameter.style == Style::deep_object;
  if (is_deep && value.kind() != Kind::object) return mistake(place, "is not of type object");
  if (!is_deep && !parameter.explodes) {
    const bool is_nothing = value.size() == 0 && !text_of(value);
    auto out = pieces.joined(value, delimiter_of(parameter.style), false);
    return out && !is_nothing ? own + *out : out;
  }
  if (!is_deep && value.kind() == Kind::object)
    if (auto good = check_names(parameter, value, place); !good)
      return std::unexpected(std::move(good.error()));
  return write_spread(parameter, value, pieces);
}

}  // namespace jg::mcp::openapi
