// mcp/part.h - one server's part of an exchange in which several servers have a part.
//
// An exchange has one answer. Who asks several servers for one, or one server for what no client
// asked for, gives each question an exchange of its own: the client's request with another body.
//
// Owner:  the tasks that work on it; it must end before the whole exchange does, into which it looks.
// Thread: the exchange's loop.
#pragma once

#include <chrono>
#include <string>

#include "exchange/exchange.h"
#include "net/abortable.h"
#include "net/deadline.h"

namespace jg::mcp {

class Part final : public net::Abortable {
 public:
  explicit Part(const exchange::Exchange& whole);

  exchange::Exchange& exchange() { return exchange_; }
  exchange::Response& response() { return exchange_.response; }
  // What came of the last question may be dropped then.
  Task<void> settle();
  // Ready for the next question: what came of the last one is dropped.
  void renew(std::string body);
  // Who waits for the answer, or for more of it, goes on with an error; and so does who asks next.
  void abort() override;

 private:
  exchange::Exchange exchange_;
};

// Aborts a part when its time is over.
class PartLimit final : public net::Deadline {
 public:
  PartLimit(Part& part, std::chrono::milliseconds time);
  bool is_over() const { return is_over_; }

 private:
  void on_expired() override;

  Part& part_;
  bool is_over_ = false;
};

}  // namespace jg::mcp
