// telemetry/counts.h - a fixed cell for each value of an enumeration, for what is counted by name.
//
// Owner:  telemetry/worker_metrics.h. Thread: one worker adds, any thread reads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "telemetry/limit.h"
#include "telemetry/series.h"

namespace jg::telemetry {

template <class E, const auto& kRows>
class Counts {
 public:
  void add(E value) { cells_[static_cast<std::size_t>(value)].add(1); }
  std::uint64_t read(E value) const { return cells_[static_cast<std::size_t>(value)].read(); }

 private:
  std::array<Cell, kRows.size()> cells_;
};

using LimitHits = Counts<Limit, kLimits>;
using Closings = Counts<Closing, kClosings>;

}  // namespace jg::telemetry
