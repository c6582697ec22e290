// bench/loader/hold.h - opens connections, takes one answer on each, and holds them.
//
// Owner: main. Thread: one; waits in each call.
#pragma once

#include <cstdint>
#include <string>

namespace jg::bench {

struct HoldPlan {
  std::uint16_t port = 0;
  unsigned connections = 1;
  std::string request;
};

// Prints "ready" when all are open, and returns when standard input ends.
int hold(const HoldPlan& plan);

}  // namespace jg::bench
