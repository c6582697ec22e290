// Header edits from the configuration: {add: {name: value}, set: {name: value}, remove: [name]}.
#include <algorithm>

#include "base/ascii.h"
#include "config/schema.h"
#include "exchange/field_name.h"
#include "exchange/header_edits.h"
#include "http/grammar.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;
using Field = HeaderEdits::Field;
using Pairs = std::vector<std::pair<std::string, std::string>>;

// RFC 9110 section 5.5; what is around a value is no part of it.
std::optional<std::string> read_value(std::string_view value, const Node& node, Faults& faults) {
  if (http::is_value(value)) return std::string(ascii::trim(value));
  faults.add(node, "a field's value holds no line breaks and no other control characters");
  return std::nullopt;
}

std::optional<std::vector<Field>> read_fields(const Pairs& pairs, const Node& map, Faults& faults) {
  std::vector<Field> out;
  bool is_good = true;
  auto pair = pairs.begin();
  for (const Node node : map.children()) {
    auto name = read_field_name(pair->first, node, faults);
    auto value = read_value(pair->second, node, faults);
    ++pair;
    if (name && std::ranges::find(out, *name, &Field::name) != out.end()) {
      faults.add(node, "names the same field as another key: letter case means nothing here");
      name.reset();
    }
    is_good = is_good && name && value;
    if (name && value) out.push_back({std::move(*name), std::move(*value)});
  }
  if (!is_good) return std::nullopt;
  return out;
}

config::Type<std::vector<Field>> fields_type() {
  return config::map_of(config::text()).then<std::vector<Field>>(read_fields);
}

config::Type<std::string> removed_type() {
  return config::filled_text().then<std::string>(
      [](const std::string& name, const Node& node, Faults& faults) {
        return read_field_name(name, node, faults);
      });
}

}  // namespace

config::Type<HeaderEdits> header_edits_type() {
  return config::object(
      config::Object<HeaderEdits>("HeaderModifier", "Fields to add, then to set, then to remove.")
          .optional("add", &HeaderEdits::add, fields_type(),
                    "Fields put beside those that are there.")
          .optional("set", &HeaderEdits::set, fields_type(),
                    "Fields put in the place of those of their name.")
          .optional("remove", &HeaderEdits::remove, config::list_of(removed_type()),
                    "Names of fields that are taken out."));
}

}  // namespace jg::exchange
