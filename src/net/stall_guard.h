// net/stall_guard.h - ends what waits on a stream on which nothing has moved for too long.
//
// Owner: beside the stream it guards. Thread: one loop.
#pragma once

#include "net/deadline.h"
#include "net/stream.h"

namespace jg::net {

class StallGuard final : public Deadline {
 public:
  explicit StallGuard(Stream& stream) : stream_(stream) {}
  bool expired() const { return expired_; }

 private:
  void on_expired() override {
    expired_ = true;
    stream_.abort();
  }
  Stream& stream_;
  bool expired_ = false;
};

// Ends a read that waits for too long. The stream stays open, so that the peer can be told.
class ReadGuard final : public Deadline {
 public:
  explicit ReadGuard(Stream& stream) : stream_(stream) {}
  bool expired() const { return expired_; }

 private:
  void on_expired() override {
    expired_ = true;
    stream_.cancel_read();
  }
  Stream& stream_;
  bool expired_ = false;
};

struct StallLimit {
  DeadlineList& deadlines;
  std::chrono::milliseconds time;  // without progress
};

// Writes in slices, so that the guard measures progress and not the whole.
Task<Result<void>> write_guarded(Stream& stream, std::string_view bytes, StallGuard& guard,
                                 const StallLimit& limit);

}  // namespace jg::net
