#include "app/cli/held_signals.h"

namespace jg::app::cli {

HeldSignals::HeldSignals() {
  sigemptyset(&held_);
  sigaddset(&held_, SIGTERM);
  sigaddset(&held_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &held_, &before_);
}

HeldSignals::~HeldSignals() {
  int taken = 0;
  if (has_told_) sigwait(&held_, &taken);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool HeldSignals::came() {
  sigset_t pending;
  has_told_ = has_told_ || (sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) == 1 ||
                                                          sigismember(&pending, SIGINT) == 1));
  return has_told_;
}

}  // namespace jg::app::cli
