// bench/loader/histogram.h - how long things took, to within 2 %, in a memory that does not grow.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace jg::bench {

class Histogram {
 public:
  void add(std::uint64_t value) {
    ++counts_[index(value)];
    ++total_;
  }

  // The value that `share` (0 to 1) of all are at or below.
  std::uint64_t quantile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > 0 && seen >= wanted) return value_of(i);
    }
    return 0;
  }

 private:
  static constexpr int kStepBits = 6;  // 64 steps an octave
  static constexpr std::size_t kSteps = std::size_t{1} << kStepBits;

  static std::size_t index(std::uint64_t value) {
    if (value < kSteps) return value;
    const int octave = static_cast<int>(std::bit_width(value)) - 1 - kStepBits;
    return std::min<std::size_t>(
        static_cast<std::size_t>(octave + 1) * kSteps + ((value >> octave) & (kSteps - 1)),
        kSlots - 1);
  }
  static std::uint64_t value_of(std::size_t slot) {
    if (slot < kSteps) return slot;
    const std::size_t octave = slot / kSteps - 1;
    return (kSteps + slot % kSteps) << octave;
  }

  static constexpr std::size_t kSlots = 40 * kSteps;
  std::array<std::uint64_t, kSlots> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace jg::bench
