// mcp/start_gate.h - keeps a server that cannot begin from being begun again and again.
//
// By caller: what makes a server fail may be what its caller sends, and others must not wait for that.
//
// Owner:  its target, over reloads that leave it as it is. Thread: any, behind a lock.
// Limits: after a failure kFirst passes before the caller's next try, then twice as long each,
//         kLongest at most. kMostCallers whose failures are remembered.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/hash.h"

namespace jg::mcp {

class StartGate {
 public:
  static constexpr std::chrono::milliseconds kFirst{500};
  static constexpr std::chrono::milliseconds kLongest{60'000};
  static constexpr std::size_t kMostCallers = 1024;

  explicit StartGate(const Clock& clock) : clock_(clock) {}

  // `caller` is of mcp/caller.h.
  bool is_open(std::string_view caller) const;
  void succeed(std::string_view caller) const;
  // Those that began together and failed together count once.
  void fail(std::string_view caller) const;

 private:
  struct Pause {
    std::chrono::milliseconds length{};
    SteadyTime ends{};
  };

  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable boost::unordered_flat_map<std::string, Pause, KeyedHash, std::equal_to<>> pauses_;
};

}  // namespace jg::mcp
