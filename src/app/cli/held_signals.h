// app/cli/held_signals.h - keeps SIGTERM and SIGINT from ending the process while nobody is there yet
// to do it in order.
//
// Thread: the main one, before others that should hear of signals are started: they inherit what it
//         holds back.
#pragma once

#include <csignal>

namespace jg::app::cli {

class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();  // one that was told of is used up; all others do what they did before
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  bool came();

 private:
  sigset_t held_;
  sigset_t before_;
  bool has_told_ = false;
};

}  // namespace jg::app::cli
