// base/cell.h - a number that one thread adds to while others read it.
#pragma once

#include <atomic>
#include <cstdint>

namespace jg {

class Cell {
 public:
  void add(std::uint64_t amount) {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  std::uint64_t read() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

}  // namespace jg
