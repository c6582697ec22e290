#include "upstream/connector.h"

#include <algorithm>

#include "net/dial.h"
#include "net/dns.h"
#include "net/system_names.h"
#include "net/tls_connect.h"

namespace jg::upstream {
namespace {

using std::chrono::milliseconds;

std::string shown(const net::TcpEndpoint& endpoint) {
  const std::string address = net::to_text(endpoint.address());
  const bool is_v6 = address.find(':') != std::string::npos;
  return (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

// The time that is left of a limit.
struct Budget {
  const Clock& clock;
  SteadyTime end;

  milliseconds left() const {
    const auto rest = std::chrono::duration_cast<milliseconds>(end - clock.steady());
    return std::max(rest, milliseconds(1));  // 0 would be no limit
  }
};

}  // namespace

struct Connector::Impl {
  Impl(const ClientServices& with_services, const ClientLimits& with_limits)
      : services(with_services),
        limits(with_limits),
        names(services.loop, limits.lookup_family),
        resolver(services.loop, services.clock, names, limits.lookup_family) {}

  Task<Result<net::TcpSocket>> reach(const Endpoint& endpoint, Budget budget,
                                     net::CancelSlot* cancel);
  struct Securing {
    const Tls& tls;
    std::shared_ptr<net::TlsSession> session;
  };
  Task<Result<std::unique_ptr<net::Stream>>> secure(Securing what, net::TcpSocket socket,
                                                    Budget budget);

  const ClientServices services;
  const ClientLimits& limits;
  net::SystemNames names;
  net::Resolver resolver;
  // Null when OpenSSL has no memory for it.
  std::shared_ptr<const net::TlsClientContext> usual_tls =
      net::TlsClientContext::make({}).value_or(nullptr);
};

Connector::Connector(const ClientServices& services, const ClientLimits& limits)
    : impl_(std::make_unique<Impl>(services, limits)) {}
Connector::~Connector() = default;

Task<Result<Connected>> Connector::connect(const Endpoint& endpoint,
                                           std::shared_ptr<net::TlsSession> session,
                                           net::CancelSlot* cancel) {
  const ClientServices& services = impl_->services;
  const SteadyTime began = services.clock.steady();
  const Budget budget{services.clock,
                      began + endpoint.connect_timeout.value_or(impl_->limits.connect_timeout)};
  auto socket = co_await impl_->reach(endpoint, budget, cancel);
  if (!socket) co_return std::unexpected(std::move(socket.error()));
  boost::system::error_code ignored;
  Connected out{nullptr, shown(socket->remote_endpoint(ignored))};
  if (endpoint.tls) {
    Impl::Securing what{*endpoint.tls, std::move(session)};
    auto stream = co_await impl_->secure(std::move(what), std::move(*socket), budget);
    if (!stream) co_return std::unexpected(std::move(stream.error()));
    out.stream = std::move(*stream);
  } else {
    out.stream = std::make_unique<net::TcpStream>(services.loop, std::move(*socket));
  }
  telemetry::count_upstream_connect(services.metrics, endpoint.tls ? "tls" : "plaintext",
                                    services.clock.steady() - began);
  co_return std::move(out);
}

Task<Result<net::TcpSocket>> Connector::Impl::reach(const Endpoint& endpoint, Budget budget,
                                                    net::CancelSlot* cancel) {
  auto addresses = co_await resolver.resolve(endpoint.host, budget.left());
  if (!addresses)
    co_return fail(Blame::upstream, "upstream.dns", std::move(addresses.error().detail),
                   Remedy::retry_later);
  net::DialTo to{.addresses = std::move(*addresses),
                 .port = endpoint.port,
                 .limit = budget.left(),
                 .keepalive = endpoint.keepalive.value_or(limits.keepalive),
                 .cancel = cancel};
  auto socket = co_await net::dial(services.loop, std::move(to));
  if (!socket)
    co_return fail(Blame::upstream, "upstream.connect", std::move(socket.error().detail),
                   Remedy::retry_later);
  co_return std::move(*socket);
}

Task<Result<std::unique_ptr<net::Stream>>> Connector::Impl::secure(Securing what,
                                                                   net::TcpSocket socket,
                                                                   Budget budget) {
  const auto& context = what.tls.context != nullptr ? what.tls.context : usual_tls;
  if (context == nullptr) co_return fail(Blame::gateway, "upstream.tls", "out of memory");
  net::ConnectTls how{*context, what.tls.server_name, services.loop, budget.left(),
                      std::move(what.session)};
  auto secured = co_await net::connect_tls(std::move(socket), std::move(how));
  if (!secured) co_return fail(Blame::upstream, "upstream.tls", std::move(secured.error().detail));
  co_return std::move(secured->stream);
}

}  // namespace jg::upstream
