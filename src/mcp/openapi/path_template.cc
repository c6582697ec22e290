#include "mcp/openapi/path_template.h"

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "http/uri.h"
#include "mcp/openapi/readings.h"

namespace jg::mcp::openapi {
namespace {

bool is_canonical(std::string_view path) {
  Arena arena;
  const auto canonical = http::canonical_path(path, arena);
  return canonical && *canonical == path;
}

bool is_path_character(char c) {
  return ascii::is_alnum(c) || std::string_view("-._~!$&'()*+,;=:@/%").contains(c);
}

// No segment of its own, no end of one, nothing that programs stop at.
bool is_plain(std::string_view text) {
  if (text.empty() || text == "." || text == "..") return false;
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\';
  });
}

}  // namespace

std::optional<PathTemplate> PathTemplate::parse(std::string_view text) {
  if (text.size() > kMostBytes) return std::nullopt;
  PathTemplate out;
  out.text_ = text;
  std::string plain;  // with a letter in each place
  std::string_view left = text;
  while (true) {
    const std::size_t open = std::min(left.find('{'), left.size());
    const std::string_view literal = left.substr(0, open);
    if (!std::ranges::all_of(literal, is_path_character)) return std::nullopt;
    out.literals_.emplace_back(literal);
    plain.append(literal);
    if (open == left.size()) break;
    const std::size_t close = left.find('}', open);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view name = left.substr(open + 1, close - open - 1);
    if (name.empty() || name.contains('{') ||
        std::ranges::find(out.names_, name) != out.names_.end())
      return std::nullopt;
    out.names_.emplace_back(name);
    plain += 'x';
    left.remove_prefix(close + 1);
  }
  return is_canonical(plain) ? std::optional(std::move(out)) : std::nullopt;
}

std::string PathTemplate::fill(const std::vector<std::string>& values) const {
  std::string out = literals_.front();
  for (std::size_t i = 0; i < names_.size(); ++i) out.append(values[i]).append(literals_[i + 1]);
  return out;
}

bool may_stand_in_path(std::string_view text) {
  return !has_reading(text, [](std::string_view reading) { return !is_plain(reading); });
}

}  // namespace jg::mcp::openapi
