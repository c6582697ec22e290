#include "mcp/multi/multi_link.h"

#include <algorithm>

namespace jg::mcp {

const MultiLink::Part* MultiLink::find(std::string_view target) const {
  const auto found = std::ranges::find(parts_, target, &Part::target);
  return found == parts_.end() ? nullptr : &*found;
}

void MultiLink::end() {
  for (const Part& part : parts_)
    if (part.link) part.link->end();
}

bool MultiLink::is_over() const {
  const auto is_over = [](const Part& part) { return part.link && part.link->is_over(); };
  return kind_ == Kind::ends_with_last ? std::ranges::all_of(parts_, is_over)
                                       : std::ranges::any_of(parts_, is_over);
}

}  // namespace jg::mcp
