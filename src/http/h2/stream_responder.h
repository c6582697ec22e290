// http/h2/stream_responder.h - writes the answer to one request of an HTTP/2 connection.
//
// Owner:  the stream's user, which passes pull() on; reused from stream to stream.
// Thread: one loop.
// Errors: net.closed once the client has reset the stream or is gone.
// Limits: up to 16 KiB stay behind when flush() returns; more waits for the client's window.
// Spec:   RFC 9113 sections 8.1 and 8.3.2; RFC 9110 sections 9.3.2 (HEAD) and 15.
#pragma once

#include <string>

#include "http/h2/connection.h"
#include "http/h2/stall_count.h"
#include "http/h2/stream_body.h"
#include "http/server.h"

namespace jg::http::h2 {

class StreamResponder final : public Responder {
 public:
  StreamResponder(Connection& connection, StreamBody& body)
      : connection_(connection), body_(body), drained_(connection.loop()) {}

  void begin(Stream& stream);
  // What the stream's user was asked and told.
  Outgoing pull(std::size_t most);
  void on_closed();
  // To be called every `interval`: a client that has taken nothing for `limit` is given up.
  void look(std::chrono::milliseconds interval, std::chrono::milliseconds limit);
  bool is_finished() const { return state_ == State::finished; }
  // Of a tunnel's bytes.
  void end();

  Result<void> start(const ResponseHead& head, BodyFraming framing) override;
  Result<void> write(std::string_view data) override;
  Result<void> finish(const Fields* trailers) override;
  std::size_t pending() const override { return out_.size() - pulled_; }
  Task<Result<void>> flush() override;
  Task<Result<std::unique_ptr<Tunnel>>> upgrade(const ResponseHead& head) override;
  void abort() override;
  bool has_started() const override { return state_ != State::waiting; }
  void close_after() override {}  // a stream is nobody's way
  void end_connection() override;
  bool client_is_gone() override { return stream_->is_closed(); }

 private:
  enum class State : std::uint8_t { waiting, started, finished, aborted };

  void ask_to_stop();
  std::unexpected<Error> gone() const;
  void send();
  void break_off(ErrorCode code);
  void keep(const Fields& trailers);

  Connection& connection_;
  StreamBody& body_;
  Stream* stream_ = nullptr;
  net::Event drained_;
  StallCount stall_;
  std::string out_;
  std::size_t pulled_ = 0;  // of out_
  Fields trailers_;
  State state_ = State::waiting;
  BodyFraming framing_;
  std::uint64_t written_ = 0;
  bool head_only_ = false;       // HEAD, 204, 304: no body, whatever the head says
  bool ends_with_head_ = false;  // no frame comes behind it
  bool breaks_off_ = false;      // behind the answer
  bool end_pulled_ = false;
  bool stalled_ = false;
};

}  // namespace jg::http::h2
