#include "upstream/client.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.h"
#include "net/dns.h"
#include "net/stall_guard.h"
#include "net/tcp.h"
#include "net/tls_client.h"
#include "upstream/pool.h"

namespace jg::upstream {
namespace {

struct EndpointHash {
  std::size_t operator()(const Endpoint& endpoint) const {
    return KeyedHash{}(endpoint.host) ^ (endpoint.port * 0x9e3779b97f4a7c15ULL) ^
           (endpoint.tls ? 1u : 0u);
  }
};

// Closes a socket that takes too long to connect.
class ConnectGuard final : public net::Deadline {
 public:
  explicit ConnectGuard(net::TcpSocket& socket) : socket_(socket) {}
  bool expired() const { return expired_; }

 private:
  void on_expired() override {
    expired_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
  }
  net::TcpSocket& socket_;
  bool expired_ = false;
};

}  // namespace

struct Client::Impl {
  Impl(net::Loop& of_loop, ClientLimits with_limits)
      : loop(of_loop), limits(with_limits), resolver(of_loop) {}

  Pool& pool(const Endpoint& endpoint) {
    auto& slot = pools[endpoint];
    if (!slot) slot = std::make_unique<Pool>(endpoint, limits, loop);
    return *slot;
  }
  Task<Result<Connection*>> connect(Pool& pool);
  Task<Result<std::unique_ptr<net::Stream>>> open(const Endpoint& endpoint,
                                                  boost::asio::ip::address address);

  net::Loop& loop;
  ClientLimits limits;
  net::Resolver resolver;
  net::TlsClientContext tls;
  boost::unordered_flat_map<Endpoint, std::unique_ptr<Pool>, EndpointHash> pools;
};

Task<Result<std::unique_ptr<net::Stream>>> Client::Impl::open(const Endpoint& endpoint,
                                                              boost::asio::ip::address address) {
  net::TcpSocket socket(loop.context().get_executor());
  ConnectGuard guard(socket);
  guard.set(loop.deadlines(), limits.connect_timeout);
  auto connected = co_await net::connect(socket, {address, endpoint.port});
  if (!connected) {
    std::string why =
        guard.expired() ? std::string("timed out") : std::move(connected.error().detail);
    co_return fail(Blame::upstream, "upstream.connect",
                   net::to_text(address) + ": " + std::move(why), Remedy::retry_later);
  }
  guard.clear();
  if (!endpoint.tls) co_return std::make_unique<net::TcpStream>(loop, std::move(socket));
  auto secured = co_await net::connect_tls(tls, std::move(socket), endpoint.tls->server_name,
                                           loop.deadlines(), limits.connect_timeout);
  if (!secured) co_return fail(Blame::upstream, "upstream.tls", std::move(secured.error().detail));
  co_return std::move(*secured);
}

// Each address in turn until one answers.
Task<Result<Connection*>> Client::Impl::connect(Pool& pool) {
  auto addresses = co_await resolver.resolve(pool.endpoint().host);
  if (!addresses)
    co_return fail(Blame::upstream, "upstream.dns", std::move(addresses.error().detail),
                   Remedy::retry_later);
  Error last{Blame::upstream, "upstream.connect", {}};
  for (const auto& address : *addresses) {
    auto stream = co_await open(pool.endpoint(), address);
    if (stream) {
      const std::string text = net::to_text(address);
      const std::string host = text.find(':') != std::string::npos ? "[" + text + "]" : text;
      co_return pool.add(std::move(*stream), host + ":" + std::to_string(pool.endpoint().port));
    }
    last = std::move(stream.error());
  }
  co_return std::unexpected(std::move(last));
}

Client::Client(net::Loop& loop, ClientLimits limits)
    : impl_(std::make_unique<Impl>(loop, limits)) {}
Client::~Client() = default;

Task<Result<void>> Client::call(const Endpoint& endpoint, Call call, Answer& answer) {
  Pool& pool = impl_->pool(endpoint);
  Connection* connection = pool.take_idle();
  while (true) {
    if (connection == nullptr) {
      auto fresh = co_await impl_->connect(pool);
      if (!fresh) co_return std::unexpected(std::move(fresh.error()));
      connection = *fresh;
    }
    if (call.cancel != nullptr && call.cancel->is_cancelled()) {
      pool.drop(connection);
      co_return fail(Blame::client, "http.client_gone");
    }
    auto done = co_await connection->exchange(call, answer);
    if (done) {
      answer.endpoint = connection->address();
      co_return Result<void>{};
    }
    pool.drop(connection);
    // A fresh connection is not "reused", so this goes round at most once.
    if (!done.error().may_retry) co_return std::unexpected(std::move(done.error().error));
    connection = nullptr;
  }
}

void Client::close_idle() {
  for (auto& [endpoint, pool] : impl_->pools) pool->close_idle();
}

}  // namespace jg::upstream
