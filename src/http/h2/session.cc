#include "http/h2/session.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include "http/h2/codes.h"
#include "http/h2/field_list.h"
#include "http/h2/session_callbacks.h"

namespace jg::http::h2 {
namespace {

constexpr std::size_t kIdleStreams = 16;  // kept for reuse; more are freed

struct DeleteOption {
  void operator()(nghttp2_option* option) const { nghttp2_option_del(option); }
};

// What a message is, is judged by our own readers; resets are counted by our own guards, with
// another answer than the library's.
std::unique_ptr<nghttp2_option, DeleteOption> make_option() {
  nghttp2_option* option = nullptr;
  if (nghttp2_option_new(&option) != 0) throw std::bad_alloc();
  std::unique_ptr<nghttp2_option, DeleteOption> owner(option);
  nghttp2_option_set_no_auto_window_update(option, 1);
  nghttp2_option_set_no_http_messaging(option, 1);
  nghttp2_option_set_no_closed_streams(option, 1);
  constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
  nghttp2_option_set_stream_reset_rate_limit(option, kNoLimit, kNoLimit);
  return owner;
}

std::unexpected<Error> closed() {
  return fail(Blame::client, "net.closed", "the stream is closed");
}

}  // namespace

void Session::Delete::operator()(nghttp2_session* session) const { nghttp2_session_del(session); }

Session::Session(Role role, const SessionLimits& limits, SessionUser& user, TimePoint now)
    : role_(role),
      user_(user),
      list_(std::make_unique<FieldList>()),
      request_block_(limits.head),
      response_block_(limits.head),
      guards_(now) {
  const auto callbacks = make_session_callbacks();
  const auto option = make_option();
  nghttp2_session* session = nullptr;
  const int made = role == Role::server
                       ? nghttp2_session_server_new2(&session, callbacks.get(), this, option.get())
                       : nghttp2_session_client_new2(&session, callbacks.get(), this, option.get());
  if (made != 0) throw std::bad_alloc();
  session_.reset(session);
  submit_settings(limits);
}

Session::~Session() = default;

void Session::submit_settings(const SessionLimits& limits) {
  std::array<nghttp2_settings_entry, 6> settings{{
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.stream_window},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.head.bytes)},
      {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.streams},
      {NGHTTP2_SETTINGS_MAX_FRAME_SIZE, limits.frame_bytes},
  }};
  settings.back() = role_ == Role::server
                        ? nghttp2_settings_entry{NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 1}
                        : nghttp2_settings_entry{NGHTTP2_SETTINGS_ENABLE_PUSH, 0};
  nghttp2_submit_settings(session_.get(), NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(session_.get(), NGHTTP2_FLAG_NONE, 0,
                                        static_cast<std::int32_t>(limits.connection_window));
}

Result<void> Session::receive(std::string_view bytes, TimePoint now) {
  if (dead_) return closed();
  guards_.now = now;
  guards_.check(guards_.overhead.allows(bytes.size()), OverheadGuard::kCode);
  ssize_t taken = 0;
  if (guards_.tripped == nullptr)
    taken = nghttp2_session_mem_recv(
        session_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (guards_.tripped != nullptr)
    return end(guards_.tripped, ErrorCode::enhance_your_calm, "more than an honest peer needs");
  if (taken >= 0) return {};
  const auto code = static_cast<int>(taken);
  switch (code) {
    case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS:
      return end(codes::kContinuationFlood, ErrorCode::enhance_your_calm, nghttp2_strerror(code));
    case NGHTTP2_ERR_FLOODED:  // of answers that it does not read
      return end(codes::kPingFlood, ErrorCode::enhance_your_calm, nghttp2_strerror(code));
    default: return end(codes::kBrokenFraming, ErrorCode::protocol_error, nghttp2_strerror(code));
  }
}

std::unexpected<Error> Session::end(codes::Code code, ErrorCode told, const char* detail) {
  terminate(told);
  if (!fault_) fault_ = Error{peer(), code, detail};
  return std::unexpected(*fault_);
}

bool Session::pack_one() {
  const std::uint8_t* bytes = nullptr;
  const ssize_t size = nghttp2_session_mem_send(session_.get(), &bytes);
  if (size <= 0) return false;
  out_.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return true;
}

// Frames other than DATA come first, and the views that a head or trailers were made of are good
// only now.
void Session::pack_heads() {
  while (nghttp2_session_get_outbound_queue_size(session_.get()) > 0 && pack_one()) {
  }
}

void Session::output(std::string& out) {
  out.clear();
  if (!dead_) {
    while (out_.size() < kOutput && pack_one()) {
    }
    pack_heads();
  }
  out.swap(out_);
}

bool Session::wants_output() const {
  return !out_.empty() || (!dead_ && nghttp2_session_want_write(session_.get()) != 0);
}

bool Session::is_over() const {
  return out_.empty() && (dead_ || (nghttp2_session_want_write(session_.get()) == 0 &&
                                    nghttp2_session_want_read(session_.get()) == 0));
}

Result<void> Session::respond(Stream& stream, const ResponseHead& head, const BodyFraming& body,
                              End end) {
  if (dead_ || stream.closed_ || stream.reset_) return closed();
  if (auto set = list_->set_response(head, body, stream.request_.method); !set) return set;
  int submitted = 0;
  if (head.status < 200) {
    submitted = nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE, stream.id_, nullptr,
                                       list_->data(), list_->size(), nullptr);
  } else {
    const nghttp2_data_provider provider = make_data_provider(stream);
    submitted = nghttp2_submit_response(session_.get(), stream.id_, list_->data(), list_->size(),
                                        end == End::now ? nullptr : &provider);
  }
  if (submitted != 0) return fail(Blame::gateway, "internal", nghttp2_strerror(submitted));
  if (head.status >= 200) {
    stream.answered_ = true;
    guards_.resets.on_answer();
  }
  pack_heads();
  return {};
}

std::size_t Session::allowed_streams() const {
  return nghttp2_session_get_remote_settings(session_.get(),
                                             NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

Result<Stream*> Session::request(const RequestHead& head, const BodyFraming& body, End end,
                                 StreamUser& user) {
  if (dead_ || nghttp2_session_check_request_allowed(session_.get()) == 0 ||
      open_streams() >= allowed_streams())
    return fail(Blame::upstream, codes::kGoingAway, "no more streams", Remedy::retry_now);
  if (auto set = list_->set_request(head, body); !set) return std::unexpected(set.error());
  Stream* const stream = open(0);
  const nghttp2_data_provider provider = make_data_provider(*stream);
  const std::int32_t id =
      nghttp2_submit_request(session_.get(), nullptr, list_->data(), list_->size(),
                             end == End::now ? nullptr : &provider, stream);
  if (id < 0) {
    recycle(*stream);
    return fail(Blame::upstream, codes::kGoingAway, nghttp2_strerror(id), Remedy::retry_now);
  }
  stream->id_ = id;
  stream->user_ = &user;
  stream->answers_head_ = head.method == "HEAD";
  pack_heads();
  return stream;
}

void Session::resume(Stream& stream) {
  if (!dead_ && !stream.closed_) nghttp2_session_resume_data(session_.get(), stream.id_);
}

void Session::consume(Stream& stream, std::size_t bytes) {
  if (dead_ || stream.closed_) return;  // close() has given all of it back
  bytes = std::min(bytes, stream.unconsumed_);
  stream.unconsumed_ -= bytes;
  nghttp2_session_consume(session_.get(), stream.id_, bytes);
}

void Session::reset(Stream& stream, ErrorCode code) {
  if (dead_ || stream.closed_ || stream.reset_) return;
  stream.reset_ = true;
  guards_.late_heads.on_reset();
  nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, stream.id_,
                            static_cast<std::uint32_t>(code));
}

void Session::reset_behind(Stream& stream, ErrorCode code) {
  if (stream.ended_ && !stream.peer_ended_) return reset(stream, code);
  stream.reset_behind_ = code;
}

void Session::release(Stream& stream) {
  stream.user_ = nullptr;
  stream.released_ = true;
  if (stream.closed_) return recycle(stream);
  reset(stream, ErrorCode::cancel);
}

void Session::announce_end() {
  if (dead_ || std::exchange(end_announced_, true)) return;
  nghttp2_submit_shutdown_notice(session_.get());
  ping();
}

void Session::ping() {
  if (!dead_) nghttp2_submit_ping(session_.get(), NGHTTP2_FLAG_NONE, nullptr);
}

void Session::refuse_streams() {
  if (dead_ || std::exchange(refuses_streams_, true)) return;
  nghttp2_submit_goaway(session_.get(), NGHTTP2_FLAG_NONE,
                        nghttp2_session_get_last_proc_stream_id(session_.get()), NGHTTP2_NO_ERROR,
                        nullptr, 0);
}

void Session::terminate(ErrorCode code) {
  if (!dead_) nghttp2_session_terminate_session(session_.get(), static_cast<std::uint32_t>(code));
}

void Session::abandon(ErrorCode code) {
  if (dead_) return;
  pack_heads();
  dead_ = true;
  // From the back: a stream that is released already leaves the list.
  for (std::size_t i = live_.size(); i-- > 0;)
    if (!live_[i]->closed_) close(*live_[i], code);
}

Stream* Session::open(std::int32_t id) {
  if (idle_.empty()) idle_.push_back(std::make_unique<Stream>());
  Stream* const stream = idle_.back().get();
  stream->place_ = live_.size();
  live_.push_back(std::move(idle_.back()));
  idle_.pop_back();
  stream->begin(id, guards_.now);
  return stream;
}

void Session::close(Stream& stream, ErrorCode code) {
  if (!dead_ && stream.unconsumed_ > 0)
    nghttp2_session_consume_connection(session_.get(), std::exchange(stream.unconsumed_, 0));
  stream.closed_ = true;
  if (stream.user_ != nullptr)
    std::exchange(stream.user_, nullptr)->on_closed(code);
  else
    recycle(stream);
}

void Session::recycle(Stream& stream) {
  const std::size_t place = stream.place_;
  std::swap(live_[place], live_.back());
  live_[place]->place_ = place;
  if (idle_.size() < kIdleStreams) idle_.push_back(std::move(live_.back()));
  live_.pop_back();
}

// RFC 9113 section 8.1.1: a malformed message is a stream error.
void Session::fail_message(Stream& stream, h1::Verdict fault) {
  stream.fault_ = fault;
  reset(stream, ErrorCode::protocol_error);
}

}  // namespace jg::http::h2
