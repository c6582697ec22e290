// net/cancel.h - a hand on what somebody else waits on, to end the wait when its purpose is gone.
//
// Owner:  the one who may cancel (the driver, when its client is gone); the worker of the moment
//         binds what it waits on.
// Thread: one loop.
#pragma once

#include "net/abortable.h"

namespace jg::net {

class CancelSlot {
 public:
  // From now on cancel() aborts `waited_on`; null unbinds.
  void bind(Abortable* waited_on) {
    waited_on_ = waited_on;
    if (cancelled_ && waited_on_ != nullptr) waited_on_->abort();
  }
  void cancel() {
    cancelled_ = true;
    if (waited_on_ != nullptr) waited_on_->abort();
  }
  bool is_cancelled() const { return cancelled_; }
  void reset() { *this = {}; }

 private:
  Abortable* waited_on_ = nullptr;
  bool cancelled_ = false;
};

}  // namespace jg::net
