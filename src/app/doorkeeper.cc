#include "app/doorkeeper.h"

#include "exchange/refusal.h"
#include "http/status.h"
#include "net/stall_guard.h"

namespace jg::app {
namespace {

using telemetry::Limit;

constexpr std::chrono::milliseconds kFarewellTime{1000};
constexpr std::size_t kMostAtOnce = 64;

// A whole answer, good for whatever was asked.
std::string farewell_of(std::string_view code) {
  const exchange::Refusal& refusal = exchange::find_refusal(code);
  const std::string text = std::string(refusal.says) + " (" + std::string(refusal.code) + ")\n";
  return "HTTP/1.1 " + std::to_string(refusal.status) + " " +
         std::string(http::reason_phrase(refusal.status)) +
         "\r\ncontent-type: text/plain\r\ncontent-length: " + std::to_string(text.size()) +
         "\r\nconnection: close\r\n\r\n" + text;
}

}  // namespace

Doorkeeper::Doorkeeper(net::Loop& loop, net::ConnectionCount& count,
                       telemetry::WorkerMetrics& metrics)
    : loop_(loop),
      count_(count),
      metrics_(metrics),
      too_many_(farewell_of("connection.too_many")),
      too_many_of_client_(farewell_of("connection.too_many_of_client")),
      no_descriptors_(farewell_of("connection.no_descriptors")) {}

std::optional<Doorkeeper::Seat> Doorkeeper::admit(net::TcpSocket& socket,
                                                  const boost::asio::ip::address& client,
                                                  const net::ConnectionLimits& limits) {
  auto seat = count_.take(client, limits);
  if (seat) return std::move(*seat);
  const bool is_of_client = seat.error() == net::ConnectionCount::Full::for_client;
  telemetry::count_limit(metrics_,
                         is_of_client ? Limit::connections_per_client : Limit::connections);
  turn_away(std::move(socket), is_of_client ? too_many_of_client_ : too_many_);
  return std::nullopt;
}

void Doorkeeper::turn_away_waiting(net::TcpAcceptor& acceptor) {
  for (auto left = spare_.turn_away(acceptor, no_descriptors_, kMostAtOnce); left > 0; --left)
    telemetry::count_limit(metrics_, Limit::descriptors);
}

void Doorkeeper::turn_away(net::TcpSocket socket, const std::string& farewell) {
  if (farewells_ < kFarewells) loop_.spawn(say_farewell(std::move(socket), farewell));
}

// An answer that comes before its request is no answer to many clients, and closing with unread
// bytes would take it back (RFC 9112 section 9.6).
Task<void> Doorkeeper::say_farewell(net::TcpSocket socket, const std::string& farewell) {
  ++farewells_;
  net::set_usual_options(socket);
  net::TcpStream stream(loop_, std::move(socket));
  net::ReadGuard guard(stream);
  guard.set(loop_.deadlines(), kFarewellTime);
  char bytes[1024];
  auto got = co_await stream.read_some(bytes, sizeof bytes);
  if (got && *got > 0) {
    if (stream.try_write(farewell)) stream.finish_writing();
    while (got && *got > 0) got = co_await stream.read_some(bytes, sizeof bytes);
  }
  --farewells_;
}

}  // namespace jg::app
