// http/h2/guards/guards.h - every guard of one connection, and which of them it has tripped.
//
// To add a guard: 1. a file beside this one, which says what counts and what makes up for it;
// 2. its code in http/h2/codes.h; 3. a member here; 4. the call in session_callbacks.cc; 5. a case
// in guards_test.cc and one in tests/gateway, test_h2_floods.py or test_upstream_h2_attacks.py.
//
// Header bombs are told by http/h2/block.h; unanswered pings and settings in a queue, and
// CONTINUATION frames (CVE-2024-27316), are counted by libnghttp2.
#pragma once

#include "http/h2/guards/empty_frame_guard.h"
#include "http/h2/guards/late_head_guard.h"
#include "http/h2/guards/overhead_guard.h"
#include "http/h2/guards/ping_guard.h"
#include "http/h2/guards/priority_guard.h"
#include "http/h2/guards/provoked_reset_guard.h"
#include "http/h2/guards/reset_guard.h"
#include "http/h2/guards/settings_guard.h"
#include "http/h2/guards/window_guard.h"

namespace jg::http::h2 {

struct Guards {
  explicit Guards(Budget::TimePoint begun)
      : now(begun),
        resets(begun),
        provoked_resets(begun),
        settings(begun),
        pings(begun),
        empty_frames(begun),
        windows(begun),
        priorities(begun),
        late_heads(begun) {}

  // Notes that a guard does not allow something; false then.
  bool check(bool allowed, codes::Code code) {
    if (!allowed && tripped == nullptr) tripped = code;
    return allowed;
  }

  Budget::TimePoint now;  // of the bytes that are being read
  codes::Code tripped = nullptr;
  ResetGuard resets;
  ProvokedResetGuard provoked_resets;
  SettingsGuard settings;
  PingGuard pings;
  EmptyFrameGuard empty_frames;
  WindowGuard windows;
  PriorityGuard priorities;
  LateHeadGuard late_heads;
  OverheadGuard overhead;
};

}  // namespace jg::http::h2
