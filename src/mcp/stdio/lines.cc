#include "mcp/stdio/lines.h"

#include <algorithm>
#include <utility>

namespace jg::mcp {

std::optional<Lines::Line> Lines::next(std::string_view& input) {
  if (std::exchange(given_, false)) begun_.clear();
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    const bool is_complete = end < input.size();
    std::string_view part = input.substr(0, end);
    input.remove_prefix(is_complete ? end + 1 : end);
    const bool was_over = over_;
    if (was_over || begun_.size() + part.size() > most_) {
      begun_.clear();
      over_ = !is_complete;
      if (!was_over) return Line{{}, true};
      continue;  // the rest of what was told already
    }
    const bool in_one_piece = begun_.empty() && is_complete;
    if (!in_one_piece) begun_.append(part);
    if (!is_complete) return std::nullopt;
    given_ = true;
    if (!in_one_piece) part = begun_;
    if (part.ends_with('\r')) part.remove_suffix(1);
    return Line{part};
  }
  return std::nullopt;
}

}  // namespace jg::mcp
