// http/h1/responder.h - writes the answer to one request on an HTTP/1.1 connection.
//
// Owner: the server connection; reused from request to request. Thread: one loop.
// Spec:  RFC 9112 sections 6 and 7; RFC 9110 sections 9.3.2 (HEAD) and 15.
#pragma once

#include <string>

#include "http/h1/reader.h"
#include "http/server.h"

namespace jg::http::h1 {

class H1Responder final : public Responder {
 public:
  H1Responder(std::unique_ptr<net::Stream>& stream, Reader& reader, net::Loop& loop,
              const ServerLimits& limits)
      : stream_(stream), reader_(reader), loop_(loop), limits_(limits), guard_(*stream) {}

  void begin(std::string_view method, Version version, Persistence persistence);
  bool keeps_alive() const {
    return state_ == State::finished && persistence_ == Persistence::keep_alive;
  }
  bool gave_up() const { return state_ == State::upgraded; }
  bool is_finished() const { return state_ == State::finished; }

  Result<void> start(const ResponseHead& head, BodyFraming framing) override;
  Result<void> write(std::string_view data) override;
  Result<void> finish(const Fields* trailers) override;
  std::size_t pending() const override { return out_.size(); }
  Task<Result<void>> flush() override;
  Task<Result<std::unique_ptr<Tunnel>>> upgrade(const ResponseHead& head) override;
  void abort() override;
  bool has_started() const override { return state_ != State::waiting; }
  void close_after() override { persistence_ = Persistence::close; }
  void end_connection() override { close_after(); }
  bool client_is_gone() override { return stream_ == nullptr || stream_->peer_is_gone(); }

 private:
  enum class State : std::uint8_t { waiting, started, finished, upgraded, aborted };

  std::unique_ptr<net::Stream>& stream_;
  Reader& reader_;
  net::Loop& loop_;
  const ServerLimits& limits_;
  net::StallGuard guard_;
  std::string out_;
  State state_ = State::waiting;
  Version version_ = Version::http11;
  Persistence persistence_ = Persistence::keep_alive;
  bool head_only_ = false;  // HEAD, 204, 304: no body, whatever the head says
  BodyFraming framing_;
  std::uint64_t written_ = 0;
  std::string_view method_;  // of the request; as long as its head
};

}  // namespace jg::http::h1
