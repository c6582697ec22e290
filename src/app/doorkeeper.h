// app/doorkeeper.h - finds room for a new connection, or tells its client that there is none.
//
// Owner:  a worker. Thread: its loop.
// Errors: connection.too_many, connection.too_many_of_client, connection.no_descriptors: they are
//         answers without a request, so only their counters know of them.
// Limits: those of the port. Clients that are told are given a second, kFarewells of them at a
//         time; the others are closed at once.
#pragma once

#include <optional>
#include <string>

#include "net/connection_count.h"
#include "net/spare_descriptor.h"
#include "net/tcp.h"
#include "telemetry/metrics.h"

namespace jg::app {

class Doorkeeper {
 public:
  using Seat = net::ConnectionCount::Seat;

  Doorkeeper(net::Loop& loop, net::ConnectionCount& count, telemetry::WorkerMetrics& metrics);

  // Empty when there is no room: `socket` is gone then.
  std::optional<Seat> admit(net::TcpSocket& socket, const boost::asio::ip::address& client,
                            const net::ConnectionLimits& limits);
  // For when accepting fails: those who wait get an answer rather than none.
  void turn_away_waiting(net::TcpAcceptor& acceptor);

 private:
  static constexpr std::size_t kFarewells = 64;
  void turn_away(net::TcpSocket socket, const std::string& farewell);
  Task<void> say_farewell(net::TcpSocket socket, const std::string& farewell);

  net::Loop& loop_;
  net::ConnectionCount& count_;
  telemetry::WorkerMetrics& metrics_;
  net::SpareDescriptor spare_;
  const std::string too_many_;
  const std::string too_many_of_client_;
  const std::string no_descriptors_;
  std::size_t farewells_ = 0;
};

}  // namespace jg::app
