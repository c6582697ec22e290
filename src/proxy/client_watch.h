// proxy/client_watch.h - looks once a second whether the client is still there while its backend
// works.
//
// A client that closes its side before the answer is taken for gone, as most do that close; the
// upstream's work is then cancelled. Costs nothing for answers that come within the second.
#pragma once

#include "http/server.h"
#include "net/cancel.h"
#include "net/deadline.h"

namespace jg::proxy {

class ClientWatch final : public net::Deadline {
 public:
  ClientWatch(net::DeadlineList& deadlines, http::Responder& responder, net::CancelSlot& cancel)
      : deadlines_(deadlines), responder_(responder), cancel_(cancel) {
    set(deadlines_, kInterval);
  }

 private:
  static constexpr std::chrono::milliseconds kInterval{1000};
  void on_expired() override {
    if (responder_.client_is_gone())
      cancel_.cancel();
    else
      set(deadlines_, kInterval);
  }
  net::DeadlineList& deadlines_;
  http::Responder& responder_;
  net::CancelSlot& cancel_;
};

}  // namespace jg::proxy
