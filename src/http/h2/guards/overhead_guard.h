// http/h2/guards/overhead_guard.h - bytes that carry nothing: frame heads, padding, frames of
// unknown kinds. Whatever flood has no guard of its own ends here.
//
// Limits: 1 MiB more than seven times the bytes of messages.
#pragma once

#include <cstddef>
#include <cstdint>

#include "http/h2/codes.h"

namespace jg::http::h2 {

class OverheadGuard {
 public:
  static constexpr codes::Code kCode = codes::kOverheadFlood;
  static constexpr std::uint64_t kFree = 1024 * 1024;
  static constexpr std::uint64_t kRatio = 8;  // all bytes to those of messages

  bool allows(std::size_t bytes) {
    all_ += bytes;
    return all_ / kRatio <= useful_ + kFree / kRatio;
  }
  void on_message_bytes(std::size_t bytes) { useful_ += bytes; }

 private:
  std::uint64_t all_ = 0;
  std::uint64_t useful_ = 0;
};

}  // namespace jg::http::h2
