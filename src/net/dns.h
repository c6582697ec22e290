// net/dns.h - names to addresses, remembered for a while.
//
// Owner:  one worker. Thread: its loop (the system resolver runs on a helper thread of Asio's).
// Errors: net.dns; a failure is remembered for a second, so that a dead name cannot keep the
//         resolver busy.
// Limits: 1,024 names; answers are kept 5 s (the system resolver tells no time to live).
#pragma once

#include <boost/asio/ip/address.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "net/loop.h"

namespace jg::net {

class Resolver {
 public:
  explicit Resolver(Loop& loop);
  ~Resolver();
  // Literal addresses answer at once. The addresses come in the system's order of preference.
  Task<Result<std::vector<boost::asio::ip::address>>> resolve(std::string host);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jg::net
