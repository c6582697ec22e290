// net/alarm.h - sets an event when it was waited for long enough.
//
// Owner: beside the event. Thread: one loop.
#pragma once

#include "net/deadline.h"
#include "net/event.h"

namespace jg::net {

class Alarm final : public Deadline {
 public:
  explicit Alarm(Event& event) : event_(event) {}

 private:
  void on_expired() override { event_.set(); }
  Event& event_;
};

}  // namespace jg::net
