#include "http/fields.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg::http {

void Fields::set(std::string_view name, std::string_view value) {
  const auto named = [name](const Field& field) { return field.name == name; };
  const auto first = std::find_if(fields_.begin(), fields_.end(), named);
  if (first == fields_.end()) return add(name, value);
  first->value = value;
  fields_.erase(std::remove_if(first + 1, fields_.end(), named), fields_.end());
}

std::size_t Fields::remove(std::string_view name) {
  return std::erase_if(fields_, [name](const Field& field) { return field.name == name; });
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
  for (const Field& field : fields_)
    if (field.name == name) return field.value;
  return std::nullopt;
}

std::size_t Fields::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      fields_.begin(), fields_.end(), [name](const Field& field) { return field.name == name; }));
}

bool Fields::lists(std::string_view name, std::string_view token) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](const Field& field) {
    return field.name == name && list_has(field.value, token);
  });
}

bool list_has(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (ascii::iequals(ascii::trim(list.substr(0, comma)), token)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace jg::http
