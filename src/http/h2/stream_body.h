// http/h2/stream_body.h - the body that comes on a stream: what has arrived waits here until it is
// taken, and only then may the peer send more.
//
// Owner:  whoever is the stream's user, and passes on what that is told. Reused from stream to
//         stream. Thread: one loop.
// Trust:  the last byte of a promised length is given only once the peer has ended there: who
//         passes the body on by its length cannot call it back when more comes.
// Errors: as they were given to fail(); net.closed after cancel(); request.timeout after a stall.
// Limits: SessionLimits::stream_window bytes wait; a piece has at most 64 KiB.
// Spec:   RFC 9113 sections 5.2 and 6.9.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/body.h"
#include "http/h2/connection.h"
#include "http/h2/stall_count.h"

namespace jg::http::h2 {

class StreamBody final : public BodySource {
 public:
  explicit StreamBody(Connection& connection)
      : connection_(connection), arrived_(connection.loop()) {}

  // `stream`, whose head has come, stays until the next begin().
  enum class Continue : std::uint8_t { not_owed, owed };
  void begin(Stream& stream, Continue owed);
  // What comes is a tunnel's, which may be silent for as long as it likes.
  void begin_tunnel() { is_tunnel_ = true; }
  // What the stream's user was told.
  void on_data(std::string_view data);
  void on_end();
  void fail(Error error);
  // An answer is on its way: 100 Continue would come too late.
  void forget_continue() { continue_owed_ = false; }
  // To be called every `interval`: a reader that has waited for `limit` is told.
  void look(std::chrono::milliseconds interval, std::chrono::milliseconds limit);

  BodyFraming framing() const override { return stream_->body(); }
  std::optional<Result<Piece>> try_next() override;
  Task<Result<Piece>> next() override;
  const Fields* trailers() const override;
  void cancel() override;

 private:
  void give_back();
  std::size_t may_give() const;  // of what is in taken_
  void send_continue();

  Connection& connection_;
  Stream* stream_ = nullptr;
  net::Event arrived_;
  StallCount stall_;
  std::string arriving_;
  std::string taken_;           // what pieces are cut from
  std::size_t cut_ = 0;         // of taken_
  std::size_t last_piece_ = 0;  // bytes that its reader may still look at
  std::uint64_t given_ = 0;     // bytes since begin()
  std::optional<Error> error_;
  bool ended_ = false;
  bool waited_for_ = false;  // by its reader
  bool continue_owed_ = false;
  bool is_tunnel_ = false;
};

}  // namespace jg::http::h2
