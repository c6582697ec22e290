// http/h2/stream.h - one request and its answer on an HTTP/2 session, and whoever is told of it.
//
// Owner:  the session; it stays until it is closed and release() was called, so its heads and
//         trailers may be looked at to the end of the exchange.
// Thread: one loop.
// Trust:  what is told as a head is good; fault() says what was wrong with one that is not.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "http/h1/verdict.h"
#include "http/h2/error_code.h"
#include "http/h2/request_block.h"
#include "http/message.h"

namespace jg::http::h2 {

// What a stream has to send, as it is asked for.
struct Outgoing {
  std::string_view data;             // good until the next call
  bool end = false;                  // nothing comes behind `data`; no data and no end: not now
  const Fields* trailers = nullptr;  // with `end`
};

// Told of one stream, from within Session::receive() and Session::output(). May call whatever the
// session has but these two, respond() and request().
class StreamUser {
 public:
  virtual ~StreamUser() = default;
  virtual void on_head() = 0;  // client only: stream.response(), interim ones (below 200) too
  virtual void on_data(std::string_view data) = 0;  // Session::consume() opens the window again
  virtual void on_end() = 0;                        // the peer has sent all; see trailers()
  virtual void on_closed(ErrorCode code) = 0;       // no call comes behind this one
  // At most `most` bytes. After "not now" it is called again when Session::resume() was.
  virtual Outgoing pull(std::size_t most) = 0;
};

class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  std::int32_t id() const { return id_; }
  RequestHead& request() { return request_; }     // server
  ResponseHead& response() { return response_; }  // client: the last one that came
  const RequestControl& control() const { return control_; }
  const Fields& trailers() const { return trailers_; }
  BodyFraming body() const;  // of what the peer sends; known with its head
  h1::Verdict fault() const { return fault_; }
  Arena& arena() { return arena_; }  // for what lives as long
  bool peer_has_ended() const { return peer_ended_; }
  bool is_closed() const { return closed_; }

 private:
  friend class Session;
  friend struct SessionCallbacks;

  void begin(std::int32_t id, std::chrono::steady_clock::time_point now);
  bool takes_data() const { return user_ != nullptr && fault_.good() && !reset_; }

  std::int32_t id_ = 0;
  std::size_t place_ = 0;  // in the session's list
  std::chrono::steady_clock::time_point begun_at_;
  StreamUser* user_ = nullptr;
  Arena arena_;
  RequestHead request_;
  ResponseHead response_;
  RequestControl control_;
  Fields trailers_;
  h1::Verdict fault_ = h1::kGood;
  std::optional<std::uint64_t> expected_;  // body bytes that the head promised
  std::uint64_t received_ = 0;
  std::size_t unconsumed_ = 0;
  Outgoing outgoing_;                      // while its frame is packed
  std::optional<ErrorCode> reset_behind_;  // what this side sends
  bool head_came_ = false;                 // the final one
  bool answers_head_ = false;              // client: the request's method was HEAD
  bool answered_ = false;                  // server: a final head was sent
  bool peer_ended_ = false;
  bool ended_ = false;  // this side has sent all
  bool reset_ = false;  // by this side, or about to be
  bool closed_ = false;
  bool released_ = false;
};

}  // namespace jg::http::h2
