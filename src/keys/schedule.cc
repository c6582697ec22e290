#include "keys/schedule.h"

#include <algorithm>

namespace jg::keys {
namespace {

using std::chrono::milliseconds;

// Between four fifths and the whole.
milliseconds jittered(milliseconds whole, FastRandom& random) {
  const auto fifth = static_cast<std::uint64_t>(whole.count() / 5);
  return whole - milliseconds(random.below(fifth + 1));
}

}  // namespace

void Schedule::succeeded(SteadyTime now, std::optional<std::chrono::seconds> fresh_for,
                         FastRandom& random) {
  const auto life =
      std::clamp(fresh_for.value_or(lifetimes_.usual), lifetimes_.least, lifetimes_.most);
  failures_ = 0;
  next_ = now + jittered(life, random);
  end_ = now + life + lifetimes_.stale;
}

void Schedule::failed(SteadyTime now, FastRandom& random) {
  const auto pause = std::min(kFirstPause * (1 << std::min(failures_, 6)), kLongestPause);
  ++failures_;
  next_ = now + jittered(pause, random);
}

}  // namespace jg::keys
