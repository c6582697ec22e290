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

constexpr std::string_view kHttp2 = "h2";

// What is offered in place of all that the context offers.
std::optional<std::string> protocol_of(const Tls& tls, Offer offer) {
  switch (offer) {
    case Offer::http1:
      return tls.alpn.empty() ? std::nullopt : std::optional<std::string>("http/1.1");
    case Offer::http2: return std::string(kHttp2);
    case Offer::either: break;
  }
  return std::nullopt;
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
    Offer offer;
    std::shared_ptr<net::TlsSession> session;
  };
  Task<Result<net::TlsConnection>> secure(Securing what, net::TcpSocket socket, Budget budget);

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

Task<Result<Connected>> Connector::connect(const Endpoint& endpoint, Offer offer,
                                           std::shared_ptr<net::TlsSession> session,
                                           net::CancelSlot* cancel) {
  const ClientServices& services = impl_->services;
  const SteadyTime began = services.clock.steady();
  const Budget budget{services.clock,
                      began + endpoint.connect_timeout.value_or(impl_->limits.connect_timeout)};
  auto socket = co_await impl_->reach(endpoint, budget, cancel);
  if (!socket) co_return std::unexpected(std::move(socket.error()));
  boost::system::error_code ignored;
  Connected out{nullptr, shown(socket->remote_endpoint(ignored)), http::Version::http11};
  if (offer == Offer::http2) out.version = http::Version::http2;
  if (endpoint.tls) {
    Impl::Securing what{*endpoint.tls, offer, std::move(session)};
    auto secured = co_await impl_->secure(std::move(what), std::move(*socket), budget);
    if (!secured) co_return std::unexpected(std::move(secured.error()));
    out.stream = std::move(secured->stream);
    if (secured->alpn == kHttp2) out.version = http::Version::http2;
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

Task<Result<net::TlsConnection>> Connector::Impl::secure(Securing what, net::TcpSocket socket,
                                                         Budget budget) {
  const auto& context = what.tls.context != nullptr ? what.tls.context : usual_tls;
  if (context == nullptr) co_return fail(Blame::gateway, "upstream.tls", "out of memory");
  net::ConnectTls how{*context,      what.tls.server_name,    services.loop,
                      budget.left(), std::move(what.session), protocol_of(what.tls, what.offer)};
  auto secured = co_await net::connect_tls(std::move(socket), std::move(how));
  if (!secured) co_return fail(Blame::upstream, "upstream.tls", std::move(secured.error().detail));
  // RFC 9113 section 3.2: by TLS there is no HTTP/2 that was not agreed upon.
  if (what.offer == Offer::http2 && secured->alpn != kHttp2)
    co_return fail(Blame::upstream, "upstream.tls", "the server does not agree to HTTP/2 (ALPN)");
  co_return std::move(*secured);
}

}  // namespace jg::upstream
