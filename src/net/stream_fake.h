// net/stream_fake.h - a stream whose other side is a script, for tests of protocols.
//
// Owner: the test owns the Wire, which outlives the stream that speaks over it. Thread: one loop.
#pragma once

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>

#include "net/event.h"
#include "net/stream.h"

namespace jg::net {

// What the peer sends, and what it sees.
class Wire {
 public:
  explicit Wire(Loop& loop) : to_read_(loop), to_write_(loop) {}

  // One piece is one read, or several when the reader takes less.
  void arrive(std::string piece) {
    arriving_.push_back(std::move(piece));
    to_read_.set();
  }
  void end() {  // the peer has closed its side
    ended_ = true;
    to_read_.set();
  }
  void stop_taking() { takes_ = false; }  // its window is full: writes wait
  void take_again() {
    takes_ = true;
    to_write_.set();
  }
  void refuse_writes() { refuses_ = true; }  // it has reset the connection

  std::string written;
  int writes = 0;
  bool finished = false;  // our side was half-closed
  bool aborted = false;
  bool destroyed = false;

 private:
  friend class StreamFake;
  Event to_read_;
  Event to_write_;
  std::deque<std::string> arriving_;
  bool ended_ = false;
  bool takes_ = true;
  bool refuses_ = false;
  bool read_cancelled_ = false;
};

class StreamFake final : public Stream {
 public:
  explicit StreamFake(Wire& wire) : wire_(wire) {}
  ~StreamFake() override { wire_.destroyed = true; }

  using Stream::read_some;
  Task<Result<std::size_t>> read_some(ReadRoom room) override {
    wire_.read_cancelled_ = false;
    while (true) {
      if (wire_.aborted || wire_.read_cancelled_) co_return closed();
      if (!wire_.arriving_.empty()) break;
      if (wire_.ended_) co_return std::size_t{0};
      wire_.to_read_.reset();
      co_await wire_.to_read_.wait();
    }
    std::string& piece = wire_.arriving_.front();
    const std::span<char> to = room.find();
    const std::size_t count = std::min(to.size(), piece.size());
    std::memcpy(to.data(), piece.data(), count);
    piece.erase(0, count);
    if (piece.empty()) wire_.arriving_.pop_front();
    co_return count;
  }

  Result<std::size_t> try_write(std::string_view bytes) override {
    if (wire_.aborted || wire_.refuses_) return closed();
    if (!wire_.takes_) return std::size_t{0};
    wire_.written.append(bytes);
    ++wire_.writes;
    return bytes.size();
  }

  Task<Result<void>> write_all(std::string_view bytes) override {
    while (true) {
      if (wire_.aborted || wire_.refuses_) co_return closed();
      if (wire_.takes_) break;
      wire_.to_write_.reset();
      co_await wire_.to_write_.wait();
    }
    wire_.written.append(bytes);
    ++wire_.writes;
    co_return Result<void>{};
  }

  void finish_writing() override { wire_.finished = true; }
  void cancel_read() override {
    wire_.read_cancelled_ = true;
    wire_.to_read_.set();
  }
  void abort() override {
    wire_.aborted = true;
    wire_.to_read_.set();
    wire_.to_write_.set();
  }
  bool peer_is_gone() override { return wire_.ended_ || wire_.aborted; }
  bool is_quiet() override { return !wire_.ended_ && !wire_.aborted && wire_.arriving_.empty(); }
  void count(Cell&, Cell&) override {}

 private:
  static std::unexpected<Error> closed() {
    return fail(Blame::client, "net.closed", "by the test");
  }

  Wire& wire_;
};

}  // namespace jg::net
