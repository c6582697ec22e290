#include "base/lower_in.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg {

std::string_view lower_in(std::string_view text, Arena& arena) {
  if (std::ranges::all_of(text, [](char c) { return c == ascii::to_lower(c); })) return text;
  char* const lower = static_cast<char*>(arena.allocate(text.size(), 1));
  std::ranges::transform(text, lower, ascii::to_lower);
  return {lower, text.size()};
}

}  // namespace jg
