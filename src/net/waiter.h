// net/waiter.h - one task's wait, ended by whoever has what it waits for, by its time, or from
// outside.
//
// Owner:  the frame of the task that waits. Thread: one loop.
// A waiter may stand in a Line; it leaves it with its end or its life.
#pragma once

#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

#include "net/abortable.h"
#include "net/deadline.h"
#include "net/event.h"

namespace jg::net {

class Waiter final : public Abortable,
                     public boost::intrusive::list_base_hook<
                         boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  enum class End : std::uint8_t { woken, timed_out, aborted };

  explicit Waiter(Loop& loop) : loop_(loop), ended_(loop) {}

  void wake() { finish(End::woken); }
  void abort() override { finish(End::aborted); }
  // The first end counts, also one from before the wait. Zero: no limit.
  Task<End> wait(std::chrono::milliseconds limit);

 private:
  class Limit final : public Deadline {
   public:
    explicit Limit(Waiter& waiter) : waiter_(waiter) {}

   private:
    void on_expired() override { waiter_.finish(End::timed_out); }
    Waiter& waiter_;
  };
  void finish(End end);

  Loop& loop_;
  Event ended_;
  Limit limit_{*this};
  std::optional<End> end_;
};

// Those who wait for the same thing, the first in front.
using Line = boost::intrusive::list<Waiter, boost::intrusive::constant_time_size<false>>;

}  // namespace jg::net
