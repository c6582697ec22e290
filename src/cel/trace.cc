#include "cel/trace.h"

namespace jg::cel {

std::size_t Trace::enter(std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t depth = depth_++;
  if (lines_.size() == kMostLines) {
    ++left_out_;
    return kMostLines;
  }
  lines_.push_back({depth, begin, end, {}});
  return lines_.size() - 1;
}

void Trace::leave(std::size_t line, Value value) {
  --depth_;
  if (line < kMostLines) lines_[line].value = value;
}

}  // namespace jg::cel
