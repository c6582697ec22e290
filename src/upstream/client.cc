#include "upstream/client.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.h"
#include "http/grpc.h"
#include "upstream/connector.h"
#include "upstream/h2_pool.h"
#include "upstream/pool.h"

namespace jg::upstream {
namespace {

constexpr int kTries = 3;                 // of a call on which no upstream has acted
constexpr std::size_t kEndpoints = 1024;  // past it the unused ones are forgotten

struct EndpointHash {
  std::size_t operator()(const Endpoint& endpoint) const {
    return KeyedHash{}(endpoint.host) ^ (endpoint.port * 0x9e3779b97f4a7c15ULL) ^
           (endpoint.tls ? KeyedHash{}(endpoint.tls->settings_id()) + 1 : 0u);
  }
};

std::unexpected<Error> client_gone() { return fail(Blame::client, "http.client_gone"); }

bool is_cancelled(const Call& call) {
  return call.cancel != nullptr && call.cancel->is_cancelled();
}

// The server chooses, by TLS.
bool is_negotiated(const Endpoint& endpoint) {
  return endpoint.version == VersionPolicy::automatic && endpoint.tls &&
         std::ranges::count(endpoint.tls->alpn, "h2") > 0;
}

// An upgrade is of HTTP/1.1 only (RFC 9113 section 8.6).
Offer offer_for(const Endpoint& endpoint, const Call& call) {
  if (call.upgrade) return Offer::http1;
  switch (endpoint.version) {
    case VersionPolicy::http1: return Offer::http1;
    case VersionPolicy::http2: return Offer::http2;
    case VersionPolicy::automatic: break;
  }
  if (is_negotiated(endpoint)) return Offer::either;
  const bool can_be_h2 = !endpoint.tls || endpoint.tls->alpn.empty();
  return can_be_h2 && call.head.method == "POST" && http::is_grpc(call.head) ? Offer::http2
                                                                             : Offer::http1;
}

// The connections to one endpoint.
struct Upstream {
  Upstream(const Endpoint& of_endpoint, const ClientLimits& limits, net::Loop& loop,
           Connector& connector)
      : endpoint(of_endpoint),
        admission(loop, endpoint.concurrency.value_or(limits.concurrency)),
        h1(limits, loop),
        h2(endpoint, is_negotiated(endpoint) ? Offer::either : Offer::http2, tls_session,
           {loop, limits, connector, h1}) {}

  EndpointReport report() const;
  // Nobody calls it and nothing of it is left to be used again.
  bool is_unused() const {
    return admission.under_way() == 0 && admission.waiting() == 0 && h1.size() == 0 &&
           h2.is_unused();
  }

  // By TLS; it is asked again when no connection of that time is left.
  bool keeps_to_http1() const { return has_chosen_http1 && h1.size() > 0; }

  const Endpoint endpoint;
  Admission admission;
  // What new connections by TLS resume; also the streams of those that left the pool hold it.
  const std::shared_ptr<net::TlsSession> tls_session = std::make_shared<net::TlsSession>();
  Pool h1;
  H2Pool h2;
  bool has_chosen_http1 = false;
};

EndpointReport Upstream::report() const {
  const bool is_v6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + endpoint.host + "]" : endpoint.host;
  return {.endpoint = host + ":" + std::to_string(endpoint.port),
          .by_tls = endpoint.tls.has_value(),
          .h1_connections = h1.size(),
          .h1_idle = h1.idle(),
          .h2_connections = h2.size(),
          .calls = admission.under_way(),
          .waiting = admission.waiting(),
          .refused = admission.refused()};
}

}  // namespace

struct Client::Impl {
  Impl(const ClientServices& with_services, const ClientLimits& with_limits)
      : services(with_services), limits(with_limits), connector(services, limits) {}

  Upstream& upstream(const Endpoint& endpoint) {
    const auto known = upstreams.find(endpoint);
    return known != upstreams.end() ? *known->second : add(endpoint);
  }
  Upstream& add(const Endpoint& endpoint);
  // Tells which version the server speaks; with HTTP/1.1 nothing was sent yet.
  Task<Result<http::Version>> call_h2(Upstream& to, const Call& call, Admission::Place& place,
                                      Answer& answer);

  const ClientServices services;
  const ClientLimits limits;
  Connector connector;
  boost::unordered_flat_map<Endpoint, std::unique_ptr<Upstream>, EndpointHash> upstreams;
};

// Endpoints of former configurations are left behind: they go when there are many.
Upstream& Client::Impl::add(const Endpoint& endpoint) {
  if (upstreams.size() >= kEndpoints)
    boost::unordered::erase_if(upstreams,
                               [](const auto& entry) { return entry.second->is_unused(); });
  auto made = std::make_unique<Upstream>(endpoint, limits, services.loop, connector);
  return *upstreams.emplace(endpoint, std::move(made)).first->second;
}

Client::Client(const ClientServices& services, const ClientLimits& limits)
    : impl_(std::make_unique<Impl>(services, limits)) {}
Client::~Client() = default;

Task<Result<void>> Client::call(const Endpoint& endpoint, Call call, Answer& answer) {
  Upstream& to = impl_->upstream(endpoint);
  auto place = to.admission.try_enter();
  if (!place) {
    auto waited = co_await to.admission.enter(call.cancel);
    if (!waited) co_return std::unexpected(std::move(waited.error()));
    place = std::move(*waited);
  }
  const Offer offer = offer_for(endpoint, call);
  if (offer == Offer::http2 || (offer == Offer::either && !to.keeps_to_http1())) {
    auto version = co_await impl_->call_h2(to, call, *place, answer);
    if (!version) co_return std::unexpected(std::move(version.error()));
    if (*version == http::Version::http2) co_return Result<void>{};
  }
  Connection* connection = to.h1.take_idle();
  while (true) {
    if (connection == nullptr) {
      auto fresh =
          co_await impl_->connector.connect(to.endpoint, Offer::http1, to.tls_session, call.cancel);
      if (is_cancelled(call)) co_return client_gone();
      if (!fresh) co_return std::unexpected(std::move(fresh.error()));
      connection = to.h1.add(std::move(fresh->stream), std::move(fresh->address));
    }
    auto done = co_await connection->exchange(call, answer);
    if (done) {
      connection->hold(std::move(*place));
      answer.endpoint = connection->address();
      co_return Result<void>{};
    }
    to.h1.drop(connection);
    // A fresh connection is not "reused", so this goes round at most once.
    if (done.error().again == Again::never)
      co_return std::unexpected(std::move(done.error().error));
    connection = nullptr;
    ++answer.retries;
  }
}

Task<Result<http::Version>> Client::Impl::call_h2(Upstream& to, const Call& call,
                                                  Admission::Place& place, Answer& answer) {
  BodyStart start;
  for (int tries = 1;; ++tries) {
    auto connection = co_await to.h2.take(call.cancel);
    if (is_cancelled(call)) co_return client_gone();
    if (!connection) co_return std::unexpected(std::move(connection.error()));
    to.has_chosen_http1 = *connection == nullptr;
    if (to.has_chosen_http1 && call.body != nullptr && start.is_gathered)
      co_return fail(Blame::upstream, "upstream.busy",
                     "HTTP/1.1 where it was HTTP/2, and the body has begun", Remedy::retry_later);
    if (to.has_chosen_http1) co_return http::Version::http11;
    H2Call& exchange = (*connection)->new_call();
    auto done = co_await exchange.exchange(call, start, answer);
    if (done) {
      exchange.hold(std::move(place));
      co_return http::Version::http2;
    }
    if (done.error().again == Again::never || tries == kTries)
      co_return std::unexpected(std::move(done.error().error));
    ++answer.retries;
  }
}

void Client::close_idle() {
  for (auto& [endpoint, to] : impl_->upstreams) {
    to->h1.close_idle();
    to->h2.close_idle();
  }
}

std::vector<EndpointReport> Client::report() const {
  std::vector<EndpointReport> out;
  for (const auto& [endpoint, to] : impl_->upstreams) out.push_back(to->report());
  return out;
}

}  // namespace jg::upstream
