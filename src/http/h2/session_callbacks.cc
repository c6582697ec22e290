#include "http/h2/session_callbacks.h"

#include "http/h2/codes.h"
#include "http/h2/field_list.h"

namespace jg::http::h2 {

// Every function gets the session as its user data, and each stream as its own.
struct SessionCallbacks {
  static Session& self(void* data) { return *static_cast<Session*>(data); }
  static Stream* find(nghttp2_session* session, std::int32_t id) {
    return static_cast<Stream*>(nghttp2_session_get_stream_user_data(session, id));
  }
  static Text text(nghttp2_rcbuf* buffer) {
    const nghttp2_vec bytes = nghttp2_rcbuf_get_buf(buffer);
    return {{reinterpret_cast<const char*>(bytes.base), bytes.len},
            nghttp2_rcbuf_is_static(buffer) != 0};
  }
  static bool ends_stream(const nghttp2_frame& frame) {
    return (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  }

  // A head on that stream. What is new to a server is a request.
  static bool is_waited_for(const Session& self, const Stream* stream) {
    return self.role_ == Role::server || (stream != nullptr && stream->takes_data());
  }
  static bool is_ack(const nghttp2_frame& frame) {
    return (frame.hd.flags & NGHTTP2_FLAG_ACK) != 0;
  }

  static int begin_frame(nghttp2_session* session, const nghttp2_frame_hd* head, void* data);
  static int begin_headers(nghttp2_session* session, const nghttp2_frame* frame, void* data);
  static int take_field(nghttp2_session*, const nghttp2_frame*, nghttp2_rcbuf* name,
                        nghttp2_rcbuf* value, std::uint8_t, void* data);
  static int take_data(nghttp2_session* session, std::uint8_t, std::int32_t id,
                       const std::uint8_t* bytes, std::size_t size, void* data);
  static int end_frame(nghttp2_session* session, const nghttp2_frame* frame, void* data);
  static int close_stream(nghttp2_session* session, std::int32_t id, std::uint32_t code,
                          void* data);
  static ssize_t pull_data(nghttp2_session* session, std::int32_t id, std::uint8_t*,
                           std::size_t most, std::uint32_t* flags, nghttp2_data_source* source,
                           void* data);
  static int send_data(nghttp2_session*, nghttp2_frame*, const std::uint8_t* frame_head,
                       std::size_t, nghttp2_data_source* source, void* data);
  static int frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void* data);

 private:
  static void end_headers(Session& self, Stream& stream, const nghttp2_frame& frame);
  static void end_request(Session& self, Stream& stream);
  static void end_response(Session& self, Stream& stream, bool ends);
  static void end_trailers(Session& self, Stream& stream, bool ends);
  static void end_message(Session& self, Stream& stream);
  static int end_data(Session& self, Stream* stream, const nghttp2_frame& frame);
  static int end_reset(Session& self, const Stream* stream);
  static void note_reset(Session& self, const Stream* stream, ErrorCode code);
  static void note_goaway(Session& self, const nghttp2_goaway& goaway);
};

// Called for every frame of a known kind, before it is judged.
int SessionCallbacks::begin_frame(nghttp2_session* session, const nghttp2_frame_hd* head,
                                  void* data) {
  Guards& guards = self(data).guards_;
  const bool is_ack = (head->flags & NGHTTP2_FLAG_ACK) != 0;
  bool allowed = true;
  switch (head->type) {
    case NGHTTP2_HEADERS:
      guards.priorities.on_request();
      guards.pings.on_work();
      guards.overhead.on_message_bytes(head->length);
      allowed = is_waited_for(self(data), find(session, head->stream_id)) ||
                guards.check(guards.late_heads.allows_head(guards.now), LateHeadGuard::kCode);
      break;
    case NGHTTP2_CONTINUATION: guards.overhead.on_message_bytes(head->length); break;
    case NGHTTP2_DATA:
      guards.overhead.on_message_bytes(head->length);
      if (head->length > 0) guards.pings.on_work();
      break;
    case NGHTTP2_SETTINGS:
      allowed =
          is_ack || guards.check(guards.settings.allows_settings(guards.now), SettingsGuard::kCode);
      break;
    case NGHTTP2_PING:
      allowed = is_ack || guards.check(guards.pings.allows_ping(guards.now), PingGuard::kCode);
      break;
    case NGHTTP2_WINDOW_UPDATE:
      allowed = guards.check(guards.windows.allows_update(guards.now), WindowGuard::kCode);
      break;
    case NGHTTP2_PRIORITY:
      allowed = guards.check(guards.priorities.allows_priority(guards.now), PriorityGuard::kCode);
      break;
    default: break;
  }
  return allowed ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
}

int SessionCallbacks::begin_headers(nghttp2_session* session, const nghttp2_frame* frame,
                                    void* data) {
  Session& session_ = self(data);
  session_.block_ = Session::Block::none;
  if (frame->hd.type != NGHTTP2_HEADERS) return 0;
  if (frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
    Stream* const stream = session_.open(frame->hd.stream_id);
    nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, stream);
    session_.request_block_.begin(stream->request_, stream->arena_);
    session_.block_ = Session::Block::request;
    return 0;
  }
  Stream* const stream = find(session, frame->hd.stream_id);
  if (stream == nullptr) return 0;
  if (session_.role_ == Role::client && !stream->head_came_) {
    session_.response_block_.begin(stream->response_, stream->arena_);
    session_.block_ = Session::Block::response;
  } else {
    session_.trailer_block_.begin(stream->trailers_, stream->arena_);
    session_.block_ = Session::Block::trailers;
  }
  return 0;
}

int SessionCallbacks::take_field(nghttp2_session*, const nghttp2_frame*, nghttp2_rcbuf* name,
                                 nghttp2_rcbuf* value, std::uint8_t, void* data) {
  Session& session = self(data);
  bool bomb = false;
  switch (session.block_) {
    case Session::Block::none: break;
    case Session::Block::request:
      session.request_block_.take(text(name), text(value));
      bomb = session.request_block_.is_bomb();
      break;
    case Session::Block::response:
      session.response_block_.take(text(name), text(value));
      bomb = session.response_block_.is_bomb();
      break;
    case Session::Block::trailers:
      session.trailer_block_.take(text(name), text(value));
      bomb = session.trailer_block_.is_bomb();
      break;
  }
  return session.guards_.check(!bomb, codes::kHeaderBomb) ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
}

int SessionCallbacks::take_data(nghttp2_session* session, std::uint8_t, std::int32_t id,
                                const std::uint8_t* bytes, std::size_t size, void* data) {
  Stream* const stream = find(session, id);
  if (stream == nullptr) {
    nghttp2_session_consume(session, id, size);
    return 0;
  }
  stream->received_ += size;
  stream->unconsumed_ += size;
  const bool too_early = self(data).role_ == Role::client && !stream->head_came_;
  if (stream->fault_.good() && too_early)
    self(data).fail_message(*stream, bad(codes::kBadPseudoField, "data before a head"));
  else if (stream->fault_.good() && stream->expected_ && stream->received_ > *stream->expected_)
    self(data).fail_message(*stream, bad(codes::kLengthMismatch, "more data than promised"));
  if (stream->takes_data())
    stream->user_->on_data({reinterpret_cast<const char*>(bytes), size});
  else
    self(data).consume(*stream, size);
  return 0;
}

int SessionCallbacks::end_frame(nghttp2_session* session, const nghttp2_frame* frame, void* data) {
  switch (frame->hd.type) {
    case NGHTTP2_HEADERS:
      if (Stream* const stream = find(session, frame->hd.stream_id); stream != nullptr)
        end_headers(self(data), *stream, *frame);
      break;
    case NGHTTP2_DATA: return end_data(self(data), find(session, frame->hd.stream_id), *frame);
    case NGHTTP2_RST_STREAM: return end_reset(self(data), find(session, frame->hd.stream_id));
    case NGHTTP2_GOAWAY:
      self(data).user_.on_goaway(ErrorCode{frame->goaway.error_code}, frame->goaway.last_stream_id);
      break;
    case NGHTTP2_SETTINGS:
      self(data).begun_ = true;
      if (!is_ack(*frame)) self(data).user_.on_settings();
      break;
    case NGHTTP2_PING:
      if (is_ack(*frame) && self(data).end_announced_) self(data).refuse_streams();
      break;
    default: break;
  }
  return 0;
}

void SessionCallbacks::end_headers(Session& self, Stream& stream, const nghttp2_frame& frame) {
  switch (std::exchange(self.block_, Session::Block::none)) {
    case Session::Block::none: break;
    case Session::Block::request:
      stream.peer_ended_ = ends_stream(frame);
      end_request(self, stream);
      break;
    case Session::Block::response: end_response(self, stream, ends_stream(frame)); break;
    case Session::Block::trailers: end_trailers(self, stream, ends_stream(frame)); break;
  }
}

void SessionCallbacks::end_request(Session& self, Stream& stream) {
  stream.head_came_ = true;
  stream.fault_ = self.request_block_.finish(stream.control_);
  stream.expected_ = stream.control_.content_length;
  if (stream.fault_.good() && stream.peer_ended_ && stream.expected_.value_or(0) != 0)
    stream.fault_ = bad(codes::kLengthMismatch, "a length and no body");
  stream.user_ = self.user_.on_request(stream);
}

void SessionCallbacks::end_response(Session& self, Stream& stream, bool ends) {
  h1::Verdict verdict = self.response_block_.finish(stream.expected_);
  const int status = stream.response_.status;
  const bool interim = status < 200;
  if (verdict.good() && interim && ends)
    verdict = bad(codes::kBadPseudoField, "an interim response that ends the stream");
  if (!verdict.good()) return self.fail_message(stream, verdict);
  // RFC 9110 section 8.6: with these the length tells of another response's body.
  if (stream.answers_head_ || status == 204 || status == 304) stream.expected_ = 0;
  if (interim) stream.expected_.reset();
  stream.head_came_ = !interim;
  stream.peer_ended_ = ends;
  if (ends && !stream.answers_head_ && stream.expected_.value_or(0) != 0)
    return self.fail_message(stream, bad(codes::kLengthMismatch, "a length and no body"));
  if (stream.user_ == nullptr) return;
  stream.user_->on_head();
  if (ends) stream.user_->on_end();
}

void SessionCallbacks::end_trailers(Session& self, Stream& stream, bool ends) {
  const h1::Verdict verdict = self.trailer_block_.finish();
  if (!verdict.good()) return self.fail_message(stream, verdict);
  if (!ends)  // RFC 9113 section 8.1
    return self.fail_message(stream, bad(codes::kBadField, "a second head in one message"));
  end_message(self, stream);
}

void SessionCallbacks::end_message(Session& self, Stream& stream) {
  stream.peer_ended_ = true;
  if (!stream.takes_data()) return;
  if (stream.expected_ && stream.received_ != *stream.expected_)
    return self.fail_message(stream, bad(codes::kLengthMismatch, "fewer data than promised"));
  stream.user_->on_end();
}

int SessionCallbacks::end_data(Session& self, Stream* stream, const nghttp2_frame& frame) {
  if (ends_stream(frame)) {
    if (stream != nullptr) end_message(self, *stream);
    return 0;
  }
  Guards& guards = self.guards_;
  const bool allowed =
      frame.hd.length > frame.data.padlen ||
      guards.check(guards.empty_frames.allows_empty_frame(guards.now), EmptyFrameGuard::kCode);
  return allowed ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
}

int SessionCallbacks::end_reset(Session& self, const Stream* stream) {
  if (self.role_ == Role::client || stream == nullptr || stream->answered_) return 0;
  Guards& guards = self.guards_;
  const bool allowed =
      guards.check(guards.resets.allows_reset(stream->begun_at_, guards.now), ResetGuard::kCode);
  return allowed ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
}

int SessionCallbacks::close_stream(nghttp2_session* session, std::int32_t id, std::uint32_t code,
                                   void* data) {
  if (Stream* const stream = find(session, id); stream != nullptr)
    self(data).close(*stream, ErrorCode{code});
  return 0;
}

ssize_t SessionCallbacks::pull_data(nghttp2_session* session, std::int32_t id, std::uint8_t*,
                                    std::size_t most, std::uint32_t* flags,
                                    nghttp2_data_source* source, void* data) {
  Stream& stream = *static_cast<Stream*>(source->ptr);
  if (stream.user_ == nullptr) return NGHTTP2_ERR_DEFERRED;
  stream.outgoing_ = stream.user_->pull(most);
  const Outgoing& outgoing = stream.outgoing_;
  Guards& guards = self(data).guards_;
  if (outgoing.data.size() == most && !outgoing.end)
    guards.check(guards.windows.allows_cut(most, guards.now), WindowGuard::kCode);
  if (outgoing.data.empty() && !outgoing.end) return NGHTTP2_ERR_DEFERRED;
  *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (!outgoing.end) return static_cast<ssize_t>(outgoing.data.size());
  *flags |= NGHTTP2_DATA_FLAG_EOF;
  if (stream.reset_behind_ && *stream.reset_behind_ != ErrorCode::no_error) {
    *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
    self(data).reset(stream, *stream.reset_behind_);
  } else if (outgoing.trailers != nullptr) {
    FieldList& list = *self(data).list_;
    if (!list.set_trailers(*outgoing.trailers)) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    if (list.size() != 0) {
      *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
      nghttp2_submit_trailer(session, id, list.data(), list.size());
    }
  }
  return static_cast<ssize_t>(outgoing.data.size());
}

int SessionCallbacks::send_data(nghttp2_session*, nghttp2_frame*, const std::uint8_t* frame_head,
                                std::size_t, nghttp2_data_source* source, void* data) {
  constexpr std::size_t kFrameHead = 9;
  Session& session = self(data);
  session.out_.append(reinterpret_cast<const char*>(frame_head), kFrameHead);
  session.out_.append(static_cast<Stream*>(source->ptr)->outgoing_.data);
  session.guards_.windows.on_data_sent();
  session.guards_.pings.on_work();
  return session.out_.size() < Session::kOutput ? 0 : NGHTTP2_ERR_PAUSE;
}

int SessionCallbacks::frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void* data) {
  switch (frame->hd.type) {
    case NGHTTP2_DATA:
    case NGHTTP2_HEADERS: {
      Stream* const stream = find(session, frame->hd.stream_id);
      if (stream == nullptr || !ends_stream(*frame)) break;
      stream->ended_ = true;
      if (stream->reset_behind_ && !stream->peer_ended_)
        self(data).reset(*stream, *stream->reset_behind_);
      break;
    }
    case NGHTTP2_RST_STREAM:
      note_reset(self(data), find(session, frame->hd.stream_id),
                 ErrorCode{frame->rst_stream.error_code});
      break;
    case NGHTTP2_GOAWAY: note_goaway(self(data), frame->goaway); break;
    default: break;
  }
  return 0;
}

// What is noted while frames are sent ends the connection when it next says something.
void SessionCallbacks::note_reset(Session& self, const Stream* stream, ErrorCode code) {
  const bool was_meant = stream != nullptr && stream->reset_ && stream->fault_.good() &&
                         code != ErrorCode::refused_stream;
  Guards& guards = self.guards_;
  if (!was_meant)
    guards.check(guards.provoked_resets.allows_reset(guards.now), ProvokedResetGuard::kCode);
}

// The library ends the connection by itself where framing is broken, and says why.
void SessionCallbacks::note_goaway(Session& self, const nghttp2_goaway& goaway) {
  if (self.fault_ || goaway.error_code == NGHTTP2_NO_ERROR) return;
  std::string detail(to_text(ErrorCode{goaway.error_code}));
  if (goaway.opaque_data_len > 0)
    detail.append(": ").append(reinterpret_cast<const char*>(goaway.opaque_data),
                               goaway.opaque_data_len);
  self.fault_ = Error{self.peer(), codes::kBrokenFraming, std::move(detail)};
}

std::unique_ptr<nghttp2_session_callbacks, DeleteCallbacks> make_session_callbacks() {
  nghttp2_session_callbacks* table = nullptr;
  if (nghttp2_session_callbacks_new(&table) != 0) throw std::bad_alloc();
  std::unique_ptr<nghttp2_session_callbacks, DeleteCallbacks> owner(table);
  using Callbacks = SessionCallbacks;
  nghttp2_session_callbacks_set_on_begin_frame_callback(table, &Callbacks::begin_frame);
  nghttp2_session_callbacks_set_on_begin_headers_callback(table, &Callbacks::begin_headers);
  nghttp2_session_callbacks_set_on_header_callback2(table, &Callbacks::take_field);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, &Callbacks::take_data);
  nghttp2_session_callbacks_set_on_frame_recv_callback(table, &Callbacks::end_frame);
  nghttp2_session_callbacks_set_on_stream_close_callback(table, &Callbacks::close_stream);
  nghttp2_session_callbacks_set_send_data_callback(table, &Callbacks::send_data);
  nghttp2_session_callbacks_set_on_frame_send_callback(table, &Callbacks::frame_sent);
  return owner;
}

nghttp2_data_provider make_data_provider(Stream& stream) {
  nghttp2_data_provider provider{};
  provider.source.ptr = &stream;
  provider.read_callback = &SessionCallbacks::pull_data;
  return provider;
}

}  // namespace jg::http::h2
