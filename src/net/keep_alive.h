// net/keep_alive.h - TCP's probes, which notice a peer that vanished without a word: a host that
// lost power under an idle tunnel or a long answer. The system's own would wait two hours.
#pragma once

#include <chrono>

namespace jg::net {

struct KeepAlive {
  bool enabled = true;
  std::chrono::seconds time{180};  // of silence before the first
  std::chrono::seconds interval{180};
  int retries = 9;  // in vain: then the peer is gone
  friend bool operator==(const KeepAlive&, const KeepAlive&) = default;
};

}  // namespace jg::net
