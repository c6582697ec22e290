// http/h2/session.h - HTTP/2 without I/O: bytes in, events and bytes out; for servers and clients.
//
// Owner:  a connection. It ends every use of the session's streams before it destroys it.
// Thread: one loop.
// Errors: h2.* codes (http/h2/codes.h); after one from receive() what output() still gives is to be
//         sent and the connection to be closed.
// Limits: SessionLimits; kOutput.
// Spec:   RFC 9113, by libnghttp2: frames, HPACK, flow control, the states of streams. What a
//         message is (section 8) is judged here.
// Trust:  bytes are hostile, on either side.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/h1/head.h"
#include "http/h2/codes.h"
#include "http/h2/guards/guards.h"
#include "http/h2/request_block.h"
#include "http/h2/response_block.h"
#include "http/h2/stream.h"
#include "http/h2/trailer_block.h"

struct nghttp2_session;

namespace jg::http::h2 {

class FieldList;

enum class Role : std::uint8_t { server, client };
enum class End : std::uint8_t { follows, now };  // of a message: a body comes, or the head is all

struct SessionLimits {
  h1::HeadLimits head;
  std::uint32_t streams = 100;                    // that the peer may have open at a time
  std::uint32_t stream_window = 256 * 1024;       // bytes of a body that nobody has taken yet
  std::uint32_t connection_window = 1024 * 1024;  // the same of all streams together
  std::uint32_t frame_bytes = 16 * 1024;          // the largest frame
};

// Told of the whole session; under the same rule as StreamUser.
class SessionUser {
 public:
  virtual ~SessionUser() = default;
  // Server: a request's head has come. It may be at fault, then it can only be answered or reset.
  // Who is told of the rest, or null for nobody.
  virtual StreamUser* on_request(Stream& stream) = 0;
  // The peer begins no more streams (as a client), or takes none past `last_stream` (as a server;
  // those are closed with refused_stream).
  virtual void on_goaway(ErrorCode code, std::int32_t last_stream) = 0;
  virtual void on_settings() = 0;  // the peer's have come, or have changed
};

class Session {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kOutput = 64 * 1024;  // packed ahead of what was sent

  Session(Role role, const SessionLimits& limits, SessionUser& user, TimePoint now);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Result<void> receive(std::string_view bytes, TimePoint now);
  // Why the peer was told that the connection ends, when it is its fault.
  const std::optional<Error>& fault() const { return fault_; }

  // Puts what is to be sent into `out`, which is overwritten and may be kept for the next call.
  // Empty: nothing to send now.
  void output(std::string& out);
  bool wants_output() const;
  // Nothing more goes either way: the connection can be closed.
  bool is_over() const;

  // Server. The heads' views need not outlive the call. An interim head (below 200) comes first.
  Result<void> respond(Stream& stream, const ResponseHead& head, const BodyFraming& body, End end);

  // Client. `body` is what pull() will give. Fails with h2.going_away when the connection takes no
  // more streams, which says nothing of the request.
  Result<Stream*> request(const RequestHead& head, const BodyFraming& body, End end,
                          StreamUser& user);
  std::size_t open_streams() const { return live_.size(); }
  std::size_t allowed_streams() const;  // by the peer, at a time

  // Both.
  void resume(Stream& stream);
  void consume(Stream& stream, std::size_t bytes);
  void reset(Stream& stream, ErrorCode code);
  // Once all of this side has been sent. With no_error the message is whole and the peer is asked
  // to stop (RFC 9113 section 8.1); with another the message is broken off where it ends.
  void reset_behind(Stream& stream, ErrorCode code);
  // Its user is told no more, and is done with it; it is reset when it is not closed yet.
  void release(Stream& stream);

  // GOAWAY in two steps (RFC 9113 section 6.8): the first asks the client to begin no more streams,
  // the second, sent when the client is known to have read it, refuses them. The session is over
  // when the last stream is closed.
  void announce_end();
  bool end_is_announced() const { return end_announced_; }
  void refuse_streams();
  // GOAWAY with an error: over as soon as that is sent.
  void terminate(ErrorCode code);
  // The connection ends: tells every stream. What was to be said of that before is still put out.
  void abandon(ErrorCode code);
  void ping();
  // In the middle of a header block, or before the peer's preface is complete.
  bool waits_for_head() const { return !begun_ || block_ != Block::none; }

 private:
  friend struct SessionCallbacks;
  struct Delete {
    void operator()(nghttp2_session* session) const;
  };

  enum class Block : std::uint8_t { none, request, response, trailers };

  std::unexpected<Error> end(codes::Code code, ErrorCode told, const char* detail);
  void submit_settings(const SessionLimits& limits);
  void pack_heads();
  bool pack_one();
  Stream* open(std::int32_t id);
  void close(Stream& stream, ErrorCode code);
  void recycle(Stream& stream);
  void fail_message(Stream& stream, h1::Verdict fault);
  Blame peer() const { return role_ == Role::server ? Blame::client : Blame::upstream; }

  const Role role_;
  SessionUser& user_;
  std::unique_ptr<nghttp2_session, Delete> session_;
  std::unique_ptr<FieldList> list_;
  RequestBlock request_block_;
  ResponseBlock response_block_;
  TrailerBlock trailer_block_;
  std::vector<std::unique_ptr<Stream>> live_;
  std::vector<std::unique_ptr<Stream>> idle_;
  Guards guards_;
  std::optional<Error> fault_;
  std::string out_;
  Block block_ = Block::none;  // the one that is being decoded
  bool begun_ = false;         // the peer's settings came
  bool end_announced_ = false;
  bool refuses_streams_ = false;
  bool dead_ = false;  // abandoned
};

}  // namespace jg::http::h2
