#include "config/environment.h"

#include <cstdlib>

#include "base/ascii.h"

namespace jg::config {
namespace {

bool is_name_char(char c) { return ascii::is_alnum(c) || c == '_'; }

std::size_t name_length(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_name_char(text[n])) ++n;
  return n;
}

// What stands behind a `$`. An empty name means: no reference, keep the character.
struct Reference {
  std::string_view name;
  std::optional<std::string_view> fallback;
  std::size_t length = 0;  // of the whole, without the `$`
};

Reference parse_reference(std::string_view rest) {
  if (rest.empty() || rest.front() != '{') {
    const std::size_t length = name_length(rest);
    return {rest.substr(0, length), std::nullopt, length};
  }
  const std::size_t close = rest.find('}');
  if (close == std::string_view::npos) return {};
  const std::string_view inside = rest.substr(1, close - 1);
  const std::string_view name = inside.substr(0, name_length(inside));
  const std::string_view tail = inside.substr(name.size());
  if (tail.empty()) return {name, std::nullopt, close + 1};
  if (tail.starts_with(":-")) return {name, tail.substr(2), close + 1};
  return {};
}

}  // namespace

Environment process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

Expansion expand(std::string_view text, const Environment& environment, std::size_t most_bytes) {
  Expansion out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dollar = std::min(text.find('$', at), text.size());
    out.text.append(text, at, dollar - at);
    at = dollar;
    if (at == text.size()) break;
    const std::string_view rest = text.substr(at + 1);
    if (rest.starts_with('$')) {
      out.text += '$';
      at += 2;
      continue;
    }
    const Reference reference = parse_reference(rest);
    if (reference.name.empty()) {
      out.text += '$';
      ++at;
      continue;
    }
    out.used_variable = true;
    if (const auto value = environment(reference.name)) {
      out.text += *value;
    } else if (reference.fallback) {
      out.text += *reference.fallback;
    } else {
      out.unset.push_back({std::string(reference.name), at});
    }
    at += 1 + reference.length;
    if (out.text.size() > most_bytes) {
      out.too_long = true;
      return out;
    }
  }
  return out;
}

}  // namespace jg::config
