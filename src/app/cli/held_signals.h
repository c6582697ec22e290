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
  ~HeldSignals();  // one that came is used up; those that come from now on do what they did
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  bool came() const;

 private:
  sigset_t held_;
  sigset_t before_;
};

}  // namespace jg::app::cli
