// net/cancel.h - a hand on the stream somebody else waits on, to end the wait when its purpose is
// gone.
//
// Owner:  the one who may cancel (the driver, when its client is gone); the worker of the moment
//         binds its stream.
// Thread: one loop.
#pragma once

#include "net/stream.h"

namespace jg::net {

class CancelSlot {
 public:
  // From now on cancel() aborts `stream`; null unbinds.
  void bind(Stream* stream) {
    stream_ = stream;
    if (cancelled_ && stream_ != nullptr) stream_->abort();
  }
  void cancel() {
    cancelled_ = true;
    if (stream_ != nullptr) stream_->abort();
  }
  bool is_cancelled() const { return cancelled_; }
  void reset() { *this = {}; }

 private:
  Stream* stream_ = nullptr;
  bool cancelled_ = false;
};

}  // namespace jg::net
