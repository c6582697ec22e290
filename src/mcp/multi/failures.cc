#include "mcp/multi/failures.h"

#include "base/log.h"

namespace jg::mcp {

void Failures::add(const std::string& target, Error why) {
  if (why.blame != Blame::client) {
    std::string detail = target + ": " + why.code;
    if (!why.detail.empty()) detail += " (" + why.detail + ")";
    log::warn("mcp target " + detail);
    why = Error{Blame::upstream, "mcp.target_failed", std::move(detail)};
  }
  if (!first_) first_ = std::move(why);
}

bool Failures::is_over() const {
  return first_ && (mode_ == FailureMode::fail_closed || first_->blame == Blame::client);
}

Result<void> Failures::judge(bool has_answers) const {
  if (first_ && (is_over() || !has_answers)) return std::unexpected(*first_);
  return {};
}

}  // namespace jg::mcp
