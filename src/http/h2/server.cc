#include "http/h2/server.h"

#include <algorithm>

namespace jg::http::h2 {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestLook{250};
constexpr milliseconds kLongestLook{1000};
constexpr milliseconds kDrainNotice{1000};  // for a client that does not answer the ping

// Often enough for the shortest timeout.
milliseconds look_interval(const ServerLimits& limits) {
  milliseconds shortest = kLongestLook * 4;
  for (const milliseconds time :
       {limits.idle_timeout, limits.head_timeout, limits.body_timeout, limits.write_timeout,
        limits.connection_time, limits.http2.keepalive_interval, limits.http2.keepalive_timeout})
    if (time.count() > 0) shortest = std::min(shortest, time);
  return std::clamp(shortest / 4, kShortestLook, kLongestLook);
}

SessionLimits session_limits(const ServerLimits& limits) {
  SessionLimits session;
  session.head = limits.head;
  session.streams = limits.http2.streams;
  if (limits.http2.header_bytes) session.head.bytes = *limits.http2.header_bytes;
  if (limits.http2.stream_window) session.stream_window = *limits.http2.stream_window;
  if (limits.http2.connection_window) session.connection_window = *limits.http2.connection_window;
  if (limits.http2.frame_bytes) session.frame_bytes = *limits.http2.frame_bytes;
  return session;
}

}  // namespace

Server::Server(std::unique_ptr<net::Stream> stream, std::string already_read, net::Loop& loop,
               const ServerLimits& limits, HandlerFactory& handlers, std::string_view scheme)
    : limits_(limits),
      handlers_(handlers),
      scheme_(scheme),
      already_read_(std::move(already_read)),
      look_interval_(look_interval(limits)),
      connection_(std::move(stream), loop, Role::server, session_limits(limits),
                  limits.write_timeout, *this),
      freed_(loop) {}

Server::~Server() = default;

Task<void> Server::run() {
  connection_.start();
  watch();
  bool goes_on = connection_.take(std::exchange(already_read_, {}));
  start_streams();
  while (goes_on) {
    goes_on = co_await connection_.read();
    silence_.moved();
    pinged_ = false;
    start_streams();
  }
  clear();
  connection_.send_now();  // what is ready is the client's
  connection_.session().abandon(ErrorCode::cancel);
  co_await connection_.close();
  while (active_ > 0) {
    freed_.reset();
    co_await freed_.wait();
  }
  if (const auto& fault = connection_.session().fault()) handlers_.on_fault(*fault);
}

StreamUser* Server::on_request(Stream& stream) {
  if (active_ >= 2 * std::size_t{limits_.http2.streams}) {
    connection_.session().reset(stream, ErrorCode::refused_stream);
    return nullptr;
  }
  if (free_.empty()) {
    StreamOwner& owner = *this;
    served_.push_back(
        std::make_unique<ServedStream>(connection_, handlers_.make(), scheme_, owner));
    free_.push_back(served_.back().get());
  }
  ServedStream* const served = free_.back();
  free_.pop_back();
  ++active_;
  if (limits_.requests && ++requests_ == *limits_.requests) {
    handlers_.on_limit(telemetry::Limit::requests_per_connection);
    connection_.session().refuse_streams();
  }
  served->take(stream);
  to_start_.push_back(served);
  return served;
}

// Not while the session tells of bytes: a handler answers, and may end at once.
void Server::start_streams() {
  for (std::size_t i = 0; i < to_start_.size(); ++i) to_start_[i]->start();
  to_start_.clear();
}

void Server::on_free(ServedStream& served) {
  free_.push_back(&served);
  --active_;
  idle_.moved();
  freed_.set();
}

void Server::watch() { set(connection_.loop().deadlines(), look_interval_); }

void Server::on_expired() {
  Session& session = connection_.session();
  for (const auto& served : served_)
    served->look(look_interval_, limits_.body_timeout, limits_.write_timeout);
  end_what_stalls();
  keep_alive();
  if (age_.has_stalled(!session.end_is_announced(), look_interval_, limits_.connection_time)) {
    handlers_.on_limit(telemetry::Limit::connection_duration);
    session.announce_end();
  }
  if (drain_.has_stalled(session.end_is_announced(), look_interval_, kDrainNotice))
    session.refuse_streams();
  if (is_idle()) trim();
  if (session.wants_output()) connection_.send_soon();
  watch();
}

void Server::end_what_stalls() {
  const bool waits = connection_.session().waits_for_head();
  if (head_.has_stalled(waits, look_interval_, limits_.head_timeout))
    end_by(telemetry::Limit::head_time);
  else if (idle_.has_stalled(is_idle(), look_interval_, limits_.idle_timeout))
    end_by(telemetry::Limit::idle_time);
}

// Whatever the client says answers the ping.
void Server::keep_alive() {
  const milliseconds patience = limits_.http2.keepalive_interval +
                                (pinged_ ? limits_.http2.keepalive_timeout : milliseconds(0));
  if (limits_.http2.keepalive_interval.count() == 0 ||
      !silence_.has_stalled(true, look_interval_, patience))
    return;
  if (pinged_) return end_by(telemetry::Limit::keepalive_time);
  pinged_ = true;
  connection_.session().ping();
}

void Server::end_by(telemetry::Limit limit) {
  if (std::exchange(ended_, true)) return;
  handlers_.on_limit(limit);
  connection_.session().terminate(ErrorCode::no_error);
}

// What a burst needed is not kept by a connection that is quiet.
void Server::trim() {
  if (free_.size() <= 1) return;
  free_.resize(1);
  std::erase_if(served_, [&](const auto& served) { return served.get() != free_.front(); });
}

void Server::finish_soon() {
  connection_.session().announce_end();
  connection_.send_soon();
}

void Server::close_now() {
  for (const auto& served : served_) served->cancel();
  connection_.abort();
}

}  // namespace jg::http::h2
