#include "http/cookies.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg::http {
namespace {

// Takes the next pair off the front of `text`, without the white space around it.
std::string_view take_pair(std::string_view& text) {
  const std::string_view pair = text.substr(0, text.find(';'));
  text.remove_prefix(std::min(pair.size() + 1, text.size()));
  return ascii::trim(pair);
}

std::optional<std::string_view> value_of(std::string_view pair, std::string_view name) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos || ascii::trim(pair.substr(0, equals)) != name)
    return std::nullopt;
  return ascii::trim(pair.substr(equals + 1));
}

bool has_cookie(std::string_view text, std::string_view name) {
  while (!text.empty())
    if (value_of(take_pair(text), name)) return true;
  return false;
}

std::string_view copy_without(std::string_view text, std::string_view name, Arena& arena) {
  // "a;b" grows to "a; b": twice the size is always enough.
  char* const begin = static_cast<char*>(arena.allocate(text.size() * 2, 1));
  char* to = begin;
  while (!text.empty()) {
    const std::string_view pair = take_pair(text);
    if (pair.empty() || value_of(pair, name)) continue;
    if (to != begin) *to++ = ';', *to++ = ' ';
    to = std::copy(pair.begin(), pair.end(), to);
  }
  return {begin, to};
}

}  // namespace

std::optional<std::string_view> find_cookie(const Fields& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.name != "cookie") continue;
    for (std::string_view text = field.value; !text.empty();)
      if (const auto value = value_of(take_pair(text), name)) return value;
  }
  return std::nullopt;
}

void remove_cookie(Fields& fields, std::string_view name, Arena& arena) {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == "cookie" && has_cookie(fields[i].value, name))
      fields[i].value = copy_without(fields[i].value, name, arena);
  fields.remove_if(
      [](const Field& field) { return field.name == "cookie" && field.value.empty(); });
}

}  // namespace jg::http
