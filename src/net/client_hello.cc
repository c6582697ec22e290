#include "net/client_hello.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg::net {
namespace {

constexpr std::size_t kLongestName = 253;
constexpr char kHostName = 0;

// Behind a length of two bytes, which must be all of `text`.
std::optional<std::string_view> unwrap(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const std::size_t size =
      static_cast<unsigned char>(text[0]) * std::size_t{256} + static_cast<unsigned char>(text[1]);
  text.remove_prefix(2);
  if (text.size() != size) return std::nullopt;
  return text;
}

bool is_of_a_name(char c) { return ascii::is_alnum(c) || c == '.' || c == '-' || c == '_'; }

}  // namespace

std::optional<std::string> parse_server_name(std::string_view extension) {
  const auto list = unwrap(extension);
  if (!list || list->empty() || list->front() != kHostName) return std::nullopt;
  auto name = unwrap(list->substr(1));
  if (!name) return std::nullopt;
  if (name->ends_with('.')) name->remove_suffix(1);
  if (name->empty() || name->size() > kLongestName || !std::ranges::all_of(*name, is_of_a_name))
    return std::nullopt;
  return ascii::lower(*name);
}

}  // namespace jg::net
