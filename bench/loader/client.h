// bench/loader/client.h - the load: so many connections, each with one request at a time, as fast
// as the answers come.
//
// Owner:  main. Thread: one.
// Errors: counted; a connection that breaks is opened again, and too many of those end the run.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "histogram.h"
#include "message.h"
#include "poller.h"

namespace jg::bench {

struct Plan {
  std::uint16_t port = 0;
  unsigned connections = 1;
  std::chrono::milliseconds time{1000};
  std::uint64_t requests = 0;     // 0: by time
  std::vector<Message> messages;  // sent in turn, over all connections
};

struct Outcome {
  std::uint64_t answers = 0;
  std::uint64_t refused = 0;  // answers that are not 2xx
  std::uint64_t broken = 0;   // connections
  std::chrono::nanoseconds took{};
  Histogram latency;  // nanoseconds
  std::string first_fault;
};

class Client {
 public:
  Client(Poller& poller, const Plan& plan);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Outcome run();

 private:
  class Connection;
  using Clock = std::chrono::steady_clock;

  bool is_over(Clock::time_point now) const;
  void count_fault(std::string_view what);

  Poller& poller_;
  const Plan& plan_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::size_t next_message_ = 0;
  std::uint64_t begun_ = 0;
  unsigned waiting_ = 0;  // connections with a request under way
  Clock::time_point end_;
  Outcome outcome_;
};

}  // namespace jg::bench
