#include "http/h1/server.h"

#include <algorithm>

#include "http/h1/codes.h"
#include "http/h1/upgrade.h"
#include "http/hop_by_hop.h"

namespace jg::http::h1 {
namespace {

constexpr std::size_t kDrain =
    64 * 1024;  // unread request body that is read away to save the connection

}  // namespace

Server::Server(std::unique_ptr<net::Stream> stream, net::Loop& loop, const ServerLimits& limits,
               HandlerFactory& handlers, std::string_view scheme, Preface preface)
    : stream_(std::move(stream)),
      limits_(limits),
      handlers_(handlers),
      scheme_(scheme),
      preface_(preface),
      reader_(*stream_, loop.deadlines()),
      responder_(stream_, reader_, loop, limits_) {
  if (limits_.connection_time.count() > 0)
    ends_at_ = std::chrono::steady_clock::now() + limits_.connection_time;
}

Task<void> Server::run() {
  while (true) {
    head_.fields.clear();
    control_ = {};
    auto got = co_await read_head();
    if (!got) {
      // The codec knows HTTP/2's preface by its first line; it can only come first.
      has_preface_ = preface_ == Preface::handed_over && !served_any_ &&
                     std::string_view(got.error().code) == codes::kHttp2Preface;
      if (has_preface_)
        reader_.take_head(0);
      else
        co_await turn_away(std::move(got.error()));
      co_return;
    }
    if (!*got) co_return;
    served_any_ = true;
    busy_ = true;
    const bool goes_on = co_await serve_one();
    busy_ = false;
    if (!goes_on) break;
  }
  if (stream_) co_await linger();
}

// An answer that has begun without saying so is not the last: its client may count on the
// connection.
void Server::finish_soon() {
  finishing_ = true;
  if (busy_ && !responder_.has_started()) responder_.close_after();
}

// An upgraded connection has given its stream away; the handler ends both halves of it.
void Server::close_now() {
  if (handler_) handler_->cancel();
  if (stream_) stream_->abort();
}

// A client may wait for long before it asks again.
void Server::hold_little() {
  handler_.reset();
  head_.fields.release();
}

// False when the client is done.
Task<Result<bool>> Server::read_head() {
  reader_.begin_message();
  Progress progress;
  head_deadline_.reset();
  while (true) {
    if (reader_.head_size() > 0) {
      auto taken = parse_request_head(reader_.head_data(), reader_.head_size(), limits_.head,
                                      progress, head_, control_);
      if (!taken) co_return std::unexpected(std::move(taken.error()));
      if (*taken > 0) {
        reader_.take_head(*taken);
        co_return true;
      }
    }
    const bool idle = reader_.head_size() == 0;
    if (idle) hold_little();
    auto more =
        co_await reader_.fill_head(limits_.head.bytes, idle ? idle_time_left() : head_time_left());
    if (!more && idle) {  // reset, or idle for too long: nothing was asked
      if (reader_.timed_out()) handlers_.on_limit(why_idle_ended());
      co_return false;
    }
    if (!more && reader_.timed_out()) co_return fail(Blame::client, "request.head_timeout");
    if (!more) co_return std::unexpected(std::move(more.error()));
    if (!*more) co_return false;
  }
}

// Of the whole head, from its first byte: bytes that trickle in win nothing.
std::chrono::milliseconds Server::head_time_left() {
  const auto now = std::chrono::steady_clock::now();
  if (!head_deadline_) head_deadline_ = now + limits_.head_timeout;
  return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(*head_deadline_ - now),
                  std::chrono::milliseconds(1));
}

std::chrono::milliseconds Server::idle_time_left() const {
  if (!ends_at_) return limits_.idle_timeout;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*ends_at_ - std::chrono::steady_clock::now());
  const auto most = limits_.idle_timeout.count() > 0 ? limits_.idle_timeout : left;
  return std::max(std::min(left, most), std::chrono::milliseconds(1));
}

telemetry::Limit Server::why_idle_ended() const {
  return is_old() ? telemetry::Limit::connection_duration : telemetry::Limit::idle_time;
}

bool Server::is_old() const { return ends_at_ && std::chrono::steady_clock::now() >= *ends_at_; }

// The last answer says that it is.
void Server::announce_end() {
  if (finishing_) responder_.close_after();
  const bool is_last = limits_.requests && ++served_ >= *limits_.requests;
  if (!is_last && !is_old()) return;
  responder_.close_after();
  handlers_.on_limit(is_last ? telemetry::Limit::requests_per_connection
                             : telemetry::Limit::connection_duration);
}

// True when the connection can take another request.
Task<bool> Server::serve_one() {
  head_.scheme = scheme_;
  control_.upgrades = control_.upgrades && may_be_tunnelled(head_.fields);
  responder_.begin(head_.method, head_.version, control_.persistence);
  announce_end();
  reader_.begin_body(
      control_.body,
      control_.expects_continue ? Reader::Continue::owed : Reader::Continue::not_owed,
      limits_.body_timeout);
  remove_hop_by_hop(head_.fields, control_.upgrades ? Upgrade::keep : Upgrade::drop);
  const Incoming incoming{head_, reader_.body_done() ? nullptr : &reader_, control_.upgrades,
                          responder_};
  if (!handler_) handler_ = handlers_.make();
  co_await handler_->handle(incoming);
  if (responder_.gave_up() || !stream_) co_return false;
  if (!responder_.is_finished()) {
    stream_->abort();
    co_return false;
  }
  if (!reader_.body_done() && !drained()) co_return false;
  co_return responder_.keeps_alive();
}

// What of the body is here already is thrown away; waiting for more would be work for nobody.
bool Server::drained() {
  std::size_t seen = 0;
  while (!reader_.body_done() && seen < kDrain) {
    auto piece = reader_.try_next();
    if (!piece || !*piece) return false;
    seen += (*piece)->data.size();
  }
  return reader_.body_done();
}

Task<void> Server::turn_away(Error error) {
  responder_.begin("GET", Version::http11, Persistence::close);
  if (!handler_) handler_ = handlers_.make();
  co_await handler_->reject(std::move(error), responder_);
  if (stream_) co_await linger();
}

// RFC 9112 section 9.6: closing with unread bytes resets the connection, and the answer could be
// lost on its way.
Task<void> Server::linger() {
  stream_->finish_writing();
  constexpr int kReads = 64;
  for (int i = 0; i < kReads; ++i) {
    reader_.begin_message();
    auto more = co_await reader_.fill_head(kDrain, std::chrono::milliseconds(1000));
    if (!more || !*more) break;
    reader_.take_head(reader_.head_size());
  }
}

}  // namespace jg::http::h1
