// proxy/driver.h - takes one request after another through its life: listener, policies, route,
// backend, answer.
//
// Owner:  its connection. Thread: one loop.
// Errors: every one becomes an answer (exchange/reply) or, once the answer has begun, a broken
//         message.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/block_allocator.h"
#include "exchange/exchange.h"
#include "http/limited_body.h"
#include "http/server.h"
#include "net/loop.h"
#include "proxy/client_watch.h"
#include "proxy/snapshot.h"

namespace jg::proxy {

// Told of each exchange when it is over, and still whole; must not wait.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void add(exchange::Exchange& exchange) = 0;
  virtual void add(telemetry::Limit limit) = 0;  // that was hit
};

class Driver final : public http::Handler, public InBlocks, private exchange::TimeKept {
 public:
  // `port` is the key of the port that the connection came in by.
  Driver(net::Loop& loop, exchange::Worker& worker, const SnapshotSource& snapshots,
         std::string_view port, const http::Addresses& addresses, RecordSink& sink);

  Task<void> handle(http::Incoming incoming) override;
  Task<void> reject(Error error, http::Responder& responder) override;
  void cancel() override;

 private:
  void end() override;
  void begin();
  void take(const http::Incoming& incoming);
  Result<void> limit_body(http::Responder& responder);
  Task<Result<void>> run(http::Responder& responder);
  Result<void> canonicalize();
  Task<Result<void>> call_backend(http::Responder& responder);
  Task<void> answer(http::Responder& responder);
  bool reads_answer() const;
  Task<void> read_answer(http::Responder& responder);
  bool is_settled() const;
  Task<void> settle(http::Responder& responder);
  void refuse(Error error);
  Error explain(const Error& broken) const;
  Task<Result<void>> send(http::Responder& responder);
  Task<Result<void>> send_body(http::Responder& responder);
  void finish();

  net::Loop& loop_;
  const SnapshotSource& snapshots_;
  const std::string_view port_key_;
  const http::Addresses& addresses_;
  RecordSink& sink_;
  exchange::Exchange exchange_;
  std::string_view host_;
  std::shared_ptr<const Snapshot> snapshot_;  // held from the first to the last step of an exchange
  const Port* port_ = nullptr;
  const Listener* listener_ = nullptr;
  const Route* route_ = nullptr;
  http::Responder* answering_ = nullptr;  // from an answer's head to its end
  std::optional<http::LimitedBody> limited_body_;
  std::optional<ClientWatch> watch_;        // from the backend's call to the answer's end
  std::array<http::Tunnel*, 2> tunnels_{};  // while they are joined
  std::optional<SystemTime> answered_;      // when the backend's answer was there
  std::size_t gateway_ran_ = 0;
  std::size_t route_ran_ = 0;
};

}  // namespace jg::proxy
