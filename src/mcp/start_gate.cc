#include "mcp/start_gate.h"

#include <algorithm>

namespace jg::mcp {

bool StartGate::is_open(std::string_view caller) const {
  const std::lock_guard lock(mutex_);
  const auto found = pauses_.find(caller);
  return found == pauses_.end() || clock_.steady() >= found->second.ends;
}

void StartGate::succeed(std::string_view caller) const {
  const std::lock_guard lock(mutex_);
  if (const auto found = pauses_.find(caller); found != pauses_.end()) pauses_.erase(found);
}

void StartGate::fail(std::string_view caller) const {
  const std::lock_guard lock(mutex_);
  const SteadyTime now = clock_.steady();
  if (pauses_.size() >= kMostCallers)
    boost::unordered::erase_if(pauses_,
                               [&](const auto& entry) { return now >= entry.second.ends; });
  if (pauses_.size() >= kMostCallers && !pauses_.contains(caller)) return;
  Pause& pause = pauses_[std::string(caller)];
  if (now < pause.ends) return;
  pause.length = std::clamp(2 * pause.length, kFirst, kLongest);
  pause.ends = now + pause.length;
}

}  // namespace jg::mcp
