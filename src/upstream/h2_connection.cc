#include "upstream/h2_connection.h"

#include <algorithm>

#include "http/h2/codes.h"
#include "upstream/h2_pool.h"

namespace jg::upstream {
namespace {

namespace h2 = http::h2;

h2::SessionLimits session_limits(const ClientLimits& limits) {
  h2::SessionLimits out;
  out.head = limits.head;
  // An answer that nobody reads must not hold up the others: the windows of all streams together
  // fit into the connection's.
  out.connection_window = static_cast<std::uint32_t>(limits.streams) * out.stream_window;
  return out;
}

}  // namespace

H2Connection::H2Connection(H2Pool& pool, Connected connected)
    : pool_(pool),
      address_(std::move(connected.address)),
      io_(std::move(connected.stream), pool.loop(), h2::Role::client, session_limits(pool.limits()),
          pool.limits().write_timeout, *this) {}

const ClientLimits& H2Connection::limits() const { return pool_.limits(); }

std::string_view H2Connection::scheme() const { return pool_.endpoint().tls ? "https" : "http"; }

Task<void> H2Connection::run() {
  set(pool_.loop().deadlines(),
      pool_.endpoint().connect_timeout.value_or(limits().connect_timeout));
  io_.start();
  bool goes_on = true;
  while (goes_on) {
    const bool may_read_on = co_await io_.read();
    goes_on = may_read_on && !(is_ending_ && calls() == 0);
  }
  clear();
  why_ = end();
  take_no_more();
  io_.session().abandon(h2::ErrorCode::connect_error);
  co_await io_.close();
  is_running_ = false;
  look_after();
}

Error H2Connection::end() const {
  if (timed_out_)
    return {Blame::upstream, "upstream.timeout", "no HTTP/2 settings within the time to connect"};
  const auto& fault = io_.session().fault();
  if (!fault) return {Blame::upstream, "upstream.closed", "the connection ended"};
  return {Blame::upstream, "upstream.malformed", std::string(fault->code) + ": " + fault->detail};
}

bool H2Connection::has_room() const {
  const std::size_t taken = std::max(calls(), io_.session().open_streams());
  return is_ready_ && !is_ending_ &&
         taken < std::min(io_.session().allowed_streams(), limits().streams);
}

H2Call& H2Connection::new_call() {
  clear();
  was_used_ = true;
  if (idle_calls_.empty()) {
    calls_.push_back(std::make_unique<H2Call>(*this));
    return *calls_.back();
  }
  H2Call* const call = idle_calls_.back();
  idle_calls_.pop_back();
  return *call;
}

Result<h2::Stream*> H2Connection::request(const http::RequestHead& head,
                                          const http::BodyFraming& body, h2::End end,
                                          h2::StreamUser& user) {
  auto stream = io_.session().request(head, body, end, user);
  // The ids have run out.
  if (!stream && stream.error().remedy == Remedy::retry_now) {
    take_no_more();
    return fail(Blame::upstream, "upstream.busy", "the connection takes no more streams",
                Remedy::retry_now);
  }
  return stream;
}

void H2Connection::end_call(H2Call& call, h2::Stream* stream) {
  if (stream != nullptr) give_up(*stream);
  idle_calls_.push_back(&call);
  pool_.note_room();
  look_after();
}

// A reset goes out at once: until then the stream takes a place at the peer.
void H2Connection::give_up(h2::Stream& stream) {
  const bool is_closed = stream.is_closed();
  io_.session().release(stream);
  if (!io_.session().wants_output()) return;
  if (is_closed)
    io_.send_soon();
  else
    io_.send_now();
}

void H2Connection::on_settings() {
  if (!std::exchange(is_ready_, true)) {
    if (!is_ending_) pool_.note_opened();
    look_after();
  }
  if (io_.session().allowed_streams() == 0 && calls() == 0) {
    why_ = Error{Blame::upstream, "upstream.busy", address_ + " takes no streams",
                 Remedy::retry_later};
    close();
  }
  pool_.note_room();
}

// Who waits for it hears why it is of no use; others look for another one.
void H2Connection::take_no_more() {
  if (std::exchange(is_ending_, true)) return;
  if (!is_ready_) pool_.note_opened();
  if (!was_used_) pool_.note_failure(why_.value_or(end()));
  pool_.note_room();
}

// Not ready in time, or unused for long enough.
void H2Connection::on_expired() {
  if (is_ready_) return close();
  timed_out_ = true;
  io_.abort();
}

void H2Connection::close_when_idle() {
  if (!is_ready_) return;
  if (calls() == 0)
    close();
  else
    take_no_more();
}

void H2Connection::close() {
  take_no_more();
  io_.session().terminate(h2::ErrorCode::no_error);
  io_.send_soon();
}

// The last step of whatever has run: an unused connection waits for its time, one that ends goes.
void H2Connection::look_after() {
  if (calls() > 0) return;
  if (!is_running_) return pool_.drop(*this);
  if (is_ending_)
    close();
  else
    set(pool_.loop().deadlines(), limits().idle_timeout);
}

}  // namespace jg::upstream
