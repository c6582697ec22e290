#include "proxy/driver.h"

#include "base/lower_in.h"
#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "exchange/trace.h"
#include "http/grpc.h"
#include "http/status.h"
#include "http/uri.h"
#include "proxy/join.h"
#include "proxy/listener_choice.h"
#include "proxy/telling.h"
#include "telemetry/redact.h"

namespace jg::proxy {
namespace {

using exchange::Verdict;

constexpr std::size_t kFlushAt = 64 * 1024;
constexpr const char* kClientGone = "http.client_gone";

bool is_of_a_stream(const Error& error) { return std::string_view(error.code).starts_with("net."); }

std::string_view version_text(http::Version version) {
  switch (version) {
    case http::Version::http10: return "HTTP/1.0";
    case http::Version::http11: return "HTTP/1.1";
    case http::Version::http2: return "HTTP/2.0";
  }
  return {};
}

}  // namespace

Driver::Driver(net::Loop& loop, exchange::Worker& worker, const SnapshotSource& snapshots,
               std::string_view port, const http::Addresses& addresses, RecordSink& sink)
    : loop_(loop),
      snapshots_(snapshots),
      port_key_(port),
      addresses_(addresses),
      sink_(sink),
      exchange_(worker) {
  exchange_.time_limit.keep(*this);
}

Task<void> Driver::handle(http::Incoming incoming) {
  begin();
  take(incoming);
  auto done = co_await run(incoming.responder);
  if (exchange_.time_limit.is_over()) done = std::unexpected(exchange_.time_limit.error());
  if (!done) {
    if (!is_settled()) co_await settle(incoming.responder);
    refuse(std::move(done.error()));
  }
  // Whoever is taken for gone is not served again, whatever it had asked for beforehand. When time
  // was up, it was the gateway that gave up.
  const bool is_gone = exchange_.cancel.is_cancelled() && !exchange_.time_limit.is_over();
  if (is_gone) incoming.responder.close_after();
  co_await answer(incoming.responder);
}

Task<void> Driver::reject(Error error, http::Responder& responder) {
  begin();
  responder.close_after();
  // A client that went away in the middle of a head asked for nothing.
  if (is_of_a_stream(error)) co_return;
  refuse(std::move(error));
  co_await answer(responder);
}

void Driver::cancel() {
  exchange_.cancel.cancel();
  for (http::Tunnel* tunnel : tunnels_) {
    if (tunnel != nullptr) tunnel->abort();
  }
}

// Time is up: whoever waits stops waiting.
void Driver::end() {
  exchange_.cancel.cancel();
  if (exchange_.request_body != nullptr) exchange_.request_body->cancel();
  if (answering_ != nullptr) answering_->abort();
}

void Driver::begin() {
  exchange_.cancel.reset();
  snapshot_ = snapshots_.current();
  port_ = snapshot_->find(port_key_);
  if (port_ != nullptr) exchange_.buffer_bytes = port_->frontend->buffered_body;
  exchange_.secret_fields = snapshot_->secret_fields;
  listener_ = nullptr;
  route_ = nullptr;
  gateway_ran_ = route_ran_ = 0;
  answered_.reset();
  exchange_.received = exchange_.worker.clock.now();
  exchange_.record.start = exchange_.received;
  exchange_.record.source = addresses_.peer_text(exchange_.arena);
}

void Driver::take(const http::Incoming& incoming) {
  exchange_.request = incoming.head;
  exchange_.request_body = incoming.body;
  exchange_.wants_upgrade = incoming.upgrades;
  exchange_.source = {addresses_.peer, addresses_.peer_port};
  exchange_.destination = {addresses_.local, addresses_.local_port};
  exchange_.tls = addresses_.tls.get();
  telemetry::Record& record = exchange_.record;
  record.method = incoming.head.method;
  record.host = incoming.head.authority;
  record.version = version_text(incoming.head.version);
  record.protocol = "http";
  if (exchange_.tls != nullptr) {
    const auto& certificate = exchange_.tls->certificate;
    if (certificate && certificate->spiffe_id) record.source_identity = *certificate->spiffe_id;
    if (record.host.empty()) record.server_name = exchange_.tls->server_name;
  }
  // As it came: policies may change the request, the log tells what was asked.
  record.path =
      telemetry::redact_query(incoming.head.target, snapshot_->secret_parameters, exchange_.arena);
}

// A length that is too much is refused before anything is read or anybody called.
Result<void> Driver::limit_body(http::Responder& responder) {
  if (exchange_.request_body == nullptr || port_ == nullptr) return {};
  const auto limit = port_->frontend->http.body_bytes;
  if (!limit) return {};
  const http::BodyFraming framing = exchange_.request_body->framing();
  if (framing.kind != http::BodyKind::length) {
    exchange_.request_body = &limited_body_.emplace(*exchange_.request_body, *limit);
  } else if (framing.length > *limit) {
    responder.close_after();
    return fail(Blame::client, "request.body_too_large");
  }
  return {};
}

Result<void> Driver::canonicalize() {
  http::RequestHead& request = exchange_.request;
  host_ = lower_in(request.host, exchange_.arena);
  if (host_.ends_with('.'))
    host_.remove_suffix(1);  // RFC 1034 section 3.1: the same host, spelt in full
  if (request.path == "*") return {};
  auto path = http::canonical_path(request.path, exchange_.arena);
  if (!path) return std::unexpected(std::move(path.error()));
  if (path->data() == request.path.data() && path->size() == request.path.size()) return {};
  std::string target(*path);
  if (request.target.size() > request.path.size())
    target.append(request.target.substr(request.path.size()));
  request.target = exchange_.arena.copy(target);
  request.path = request.target.substr(0, path->size());
  request.query = request.target.size() > path->size() ? request.target.substr(path->size() + 1)
                                                       : std::string_view();
  return {};
}

Task<Result<void>> Driver::run(http::Responder& responder) {
  if (auto within = limit_body(responder); !within) co_return within;
  if (auto canonical = canonicalize(); !canonical) co_return canonical;
  auto chosen = choose_listener(port_, host_, exchange_.tls);
  if (!chosen) {
    // Only a new handshake can mend it.
    if (std::string_view(chosen.error().code) == "listener.changed") responder.end_connection();
    co_return std::unexpected(std::move(chosen.error()));
  }
  listener_ = *chosen;
  exchange_.error_shaper = listener_->error_shaper;
  exchange_.record.bind = listener_->bind;
  exchange_.record.gateway = listener_->gateway;
  exchange_.record.listener = listener_->name;
  exchange::Trace* const trace = exchange_.worker.trace;
  if (trace != nullptr) tell_listener(*trace, *listener_);
  if (!listener_->chain.empty()) {
    auto verdict = co_await listener_->chain.on_request(exchange_, gateway_ran_);
    if (!verdict) co_return std::unexpected(std::move(verdict.error()));
    if (*verdict == Verdict::answered) co_return Result<void>{};
  }
  const Found found = listener_->router.find(host_, exchange_.request);
  if (found.route == nullptr) co_return fail(Blame::client, "route.not_found");
  route_ = found.route;
  exchange_.route = &route_->info;
  if (found.match->path.kind == PathKind::prefix)
    exchange_.matched_prefix = without_trailing_slashes(found.match->path.text);
  exchange_.error_shaper = route_->error_shaper;
  exchange_.record.route = route_->info.name;
  exchange_.record.route_rule = route_->info.rule;
  if (trace != nullptr) tell_route(*trace, found);
  if (!route_->chain.empty()) {
    auto verdict = co_await route_->chain.on_request(exchange_, route_ran_);
    if (!verdict) co_return std::unexpected(std::move(verdict.error()));
    if (*verdict == Verdict::answered) co_return Result<void>{};
  }
  if (!route_->backend) co_return fail(Blame::config, "backend.none");
  if (trace == nullptr) co_return co_await call_backend(responder);
  auto explained = co_await route_->backend->explain(exchange_);
  if (explained) tell_backend(*trace, *route_);
  co_return explained;
}

Task<Result<void>> Driver::call_backend(http::Responder& responder) {
  watch_.emplace(loop_.deadlines(), responder, exchange_.cancel);
  const SystemTime began = exchange_.worker.clock.now();
  exchange_.time_limit.enter_backend();
  auto called = co_await route_->backend->call(exchange_);
  exchange_.time_limit.leave_backend();
  const SystemTime ended = exchange_.worker.clock.now();
  exchange_.record.upstream = {.before = began - exchange_.received, .call = ended - began};
  if (exchange_.cancel.is_cancelled()) co_return fail(Blame::client, kClientGone);
  if (!called) co_return called;
  exchange_.record.status = exchange_.response.head.status;
  answered_ = ended;
  co_return called;
}

// Backends name what their own side did; what still speaks of a stream is the client's.
void Driver::refuse(Error error) {
  if (is_of_a_stream(error)) error.code = kClientGone;
  exchange::reply_with(exchange_, error);
}

bool Driver::reads_answer() const {
  return (route_ != nullptr && route_->chain.reads_answer(route_ran_)) ||
         (listener_ != nullptr && listener_->chain.reads_answer(gateway_ran_));
}

Task<void> Driver::read_answer(http::Responder& responder) {
  auto read = co_await exchange::buffer_answer_body(exchange_);
  if (read) co_return;
  if (!is_settled()) co_await settle(responder);
  refuse(explain(read.error()));
}

Task<void> Driver::answer(http::Responder& responder) {
  if (reads_answer()) co_await read_answer(responder);
  exchange_.has_answer = true;
  if (route_ != nullptr) route_->chain.on_response(exchange_, route_ran_);
  if (listener_ != nullptr) listener_->chain.on_response(exchange_, gateway_ran_);
  auto sent = co_await send(responder);
  watch_.reset();
  answering_ = nullptr;
  if (!sent) {
    responder.abort();
    if (exchange_.record.code == nullptr) exchange::note_break(exchange_, explain(sent.error()));
  }
  exchange_.time_limit.clear();
  if (!is_settled()) co_await settle(responder);
  finish();
  exchange_.reset();  // at once: a client may wait for long before it asks again
  snapshot_.reset();
}

bool Driver::is_settled() const {
  return !exchange_.response.body || exchange_.response.body->is_settled();
}

// A stream error while writing is the client's; one that the body's source told is the upstream's.
Error Driver::explain(const Error& broken) const {
  if (exchange_.time_limit.is_over()) return exchange_.time_limit.error();
  // Cancelling breaks the upstream's side; what the client did itself is told as it is.
  const bool was_cancelled = exchange_.cancel.is_cancelled() && broken.blame != Blame::client;
  const bool is_gone = was_cancelled || is_of_a_stream(broken);
  return is_gone ? Error{Blame::client, kClientGone, broken.detail} : broken;
}

// The answer came before the request was through: what is left of it is wanted by nobody.
Task<void> Driver::settle(http::Responder& responder) {
  responder.close_after();
  co_await exchange_.response.body->settle();
}

Task<Result<void>> Driver::send(http::Responder& responder) {
  exchange::Response& response = exchange_.response;
  exchange_.record.status = response.head.status;
  if (response.head.reason.empty())
    response.head.reason = http::reason_phrase(response.head.status);
  if (response.tunnel) {
    watch_.reset();  // a tunnel's ends look after themselves
    exchange_.time_limit.reset();
    auto client = co_await responder.upgrade(response.head);
    if (!client) co_return std::unexpected(std::move(client.error()));
    tunnels_ = {client->get(), response.tunnel.get()};
    const Joined joined = co_await join(loop_, **client, *response.tunnel);
    tunnels_ = {};
    exchange_.record.response_bytes = joined.to_client;
    exchange_.record.request_bytes = joined.to_upstream;
    co_return Result<void>{};
  }
  const http::BodyFraming framing = response.body ? response.body->framing() : http::BodyFraming{};
  if (auto started = responder.start(response.head, framing); !started) co_return started;
  answering_ = &responder;
  if (answered_) exchange_.record.upstream->behind = exchange_.worker.clock.now() - *answered_;
  if (response.body) {
    if (auto sent = co_await send_body(responder); !sent) co_return sent;
  }
  const http::Fields* const trailers = response.body ? response.body->trailers() : nullptr;
  if (auto finished = responder.finish(trailers); !finished) co_return finished;
  if (!exchange_.record.grpc_status && http::is_grpc(exchange_.request))
    exchange_.record.grpc_status =
        http::find_grpc_status(trailers != nullptr ? *trailers : response.head.fields);
  co_return co_await responder.flush();
}

// What is at hand goes out together; before waiting for more, what was gathered is sent.
Task<Result<void>> Driver::send_body(http::Responder& responder) {
  http::BodySource& body = *exchange_.response.body;
  while (true) {
    auto piece = body.try_next();
    if (!piece) {
      if (auto sent = co_await responder.flush(); !sent) co_return sent;
      piece = co_await body.next();
    }
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end) co_return Result<void>{};
    exchange_.record.response_bytes += (*piece)->data.size();
    if (auto wrote = responder.write((*piece)->data); !wrote) co_return wrote;
    if (responder.pending() >= kFlushAt) {
      if (auto sent = co_await responder.flush(); !sent) co_return sent;
    }
  }
}

void Driver::finish() {
  exchange_.record.duration = exchange_.worker.clock.now() - exchange_.received;
  if (route_ != nullptr) route_->chain.on_done(exchange_, route_ran_);
  if (listener_ != nullptr) listener_->chain.on_done(exchange_, gateway_ran_);
  if (port_ != nullptr && port_->frontend->log) port_->frontend->log->apply(exchange_);
  sink_.add(exchange_);
}

}  // namespace jg::proxy
