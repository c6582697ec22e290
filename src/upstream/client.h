// upstream/client.h - sends one request to one upstream over a pooled connection, and gives the
// answer.
//
// Owner:  a Client belongs to one worker and outlives its exchanges; the answer's body holds its
//         connection.
// Thread: one loop.
// Errors: upstream.dns, .connect, .tls, .closed, .malformed, .reset, .timeout, .busy; Blame::client
//         when the request's body broke.
// Limits: ClientLimits and what the endpoint says itself.
// Spec:   RFC 9110 section 9.2.2: only a request that is idempotent, or of which nothing was sent,
//         is tried again, once, and only when a reused connection turned out to be dead before a
//         byte of the answer. RFC 9113 section 8.7: one whose stream was refused, twice.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "http/body.h"
#include "http/message.h"
#include "http/tunnel.h"
#include "net/cancel.h"
#include "net/loop.h"
#include "net/task.h"
#include "telemetry/metrics.h"
#include "upstream/limits.h"
#include "upstream/report.h"

namespace jg::upstream {

// What to send. Either `body` (pulled) or `text` (at hand; may be sent again) or none.
struct Call {
  const http::RequestHead& head;  // end-to-end fields only; Host is written from head.authority
  http::BodySource* body = nullptr;
  std::optional<std::string_view> text = {};
  bool upgrade = false;               // ask for the upgrade named in the `upgrade` field
  net::CancelSlot* cancel = nullptr;  // ends the call when its client is gone
};

struct Answer {
  http::ResponseHead&
      head;  // filled in place; views good as long as `body` lives; hop-by-hop fields removed
  http::BodyOwner body = {};
  std::unique_ptr<http::Tunnel> tunnel = {};  // on a 101
  std::string_view endpoint = {};             // "127.0.0.1:8080"; good as long as `body`
  unsigned retries = 0;                       // calls after the first; also of a call that failed
};

struct ClientServices {
  net::Loop& loop;
  const Clock& clock;
  telemetry::WorkerMetrics& metrics;
};

class Client {
 public:
  Client(const ClientServices& services, const ClientLimits& limits);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `endpoint`, what `call` names and `answer` live until this returns.
  Task<Result<void>> call(const Endpoint& endpoint, Call call, Answer& answer);
  void close_idle();
  std::vector<EndpointReport> report() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jg::upstream
