// upstream/h2_pool.h - the HTTP/2 connections of one worker to one endpoint.
//
// Owner:  the client. Thread: one loop.
// Errors: those of Opener and of H2Connection::why().
// Limits: ClientLimits::streams on each connection, or what the peer allows when that is less; as
//         many connections as the calls that are admitted need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "net/waiter.h"
#include "upstream/h2_connection.h"
#include "upstream/opener.h"
#include "upstream/pool.h"

namespace jg::upstream {

class H2Pool {
 public:
  // What a pool is among.
  struct Around {
    net::Loop& loop;
    const ClientLimits& limits;
    Opener& opener;
    Pool& h1;  // for a connection on which the server has chosen HTTP/1.1
  };
  H2Pool(const Endpoint& endpoint, Offer offer, std::shared_ptr<net::TlsSession> session,
         Around around);
  ~H2Pool();
  H2Pool(const H2Pool&) = delete;
  H2Pool& operator=(const H2Pool&) = delete;

  // One that has room, for a call to be made at once; opens another when all are full. Null when
  // the server has chosen HTTP/1.1.
  Task<Result<H2Connection*>> take(net::CancelSlot* cancel);
  void close_idle();
  std::size_t size() const { return connections_.size(); }
  bool is_unused() const { return connections_.empty() && opening_ == 0 && waiting_ == 0; }

  // For its connections.
  net::Loop& loop() { return around_.loop; }
  const ClientLimits& limits() const { return around_.limits; }
  const Endpoint& endpoint() const { return endpoint_; }
  void note_room();
  void note_opened() { --opening_; }
  void note_failure(Error error);
  void drop(H2Connection& connection);

 private:
  H2Connection* find_room();
  Task<void> open();
  void take_http1(Connected connected);

  const Endpoint& endpoint_;
  const Offer offer_;
  const std::shared_ptr<net::TlsSession> session_;
  const Around around_;
  std::vector<std::unique_ptr<H2Connection>> connections_;
  net::Line line_;
  std::size_t waiting_ = 0;
  std::size_t opening_ = 0;            // connections that cannot be used yet
  std::uint64_t disappointments_ = 0;  // connections that came to nothing
  std::optional<Error> failure_;       // of the last of these; none: it speaks HTTP/1.1
};

}  // namespace jg::upstream
