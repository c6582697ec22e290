// cel/trace.h - what an evaluation did: the value of each part, in the order of a tree, and the cost.
//
// Owner:  who asks; the values live as long as the evaluation's arena.
// Limits: kMostLines; of what a long loop adds beyond them only the number is known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "cel/value.h"

namespace jg::cel {

struct Cost {
  std::uint64_t steps = 0;  // of Limits::steps
  std::size_t bytes = 0;    // of Limits::bytes
};

class Trace {
 public:
  static constexpr std::size_t kMostLines = 1000;

  struct Line {
    std::uint32_t depth = 0;
    std::uint32_t begin = 0;  // [begin, end) of the expression
    std::uint32_t end = 0;
    Value value;
  };

  // The line that leave() gets.
  std::size_t enter(std::uint32_t begin, std::uint32_t end);
  void leave(std::size_t line, Value value);
  void set_cost(Cost cost) { cost_ = cost; }

  std::span<const Line> lines() const { return lines_; }
  std::size_t left_out() const { return left_out_; }
  Cost cost() const { return cost_; }

 private:
  std::vector<Line> lines_;
  std::size_t left_out_ = 0;
  std::uint32_t depth_ = 0;
  Cost cost_;
};

}  // namespace jg::cel
