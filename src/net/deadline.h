// net/deadline.h - many coarse timeouts for the price of one timer.
//
// A Deadline is set and cleared without touching the loop; one tick (250 ms) looks at those that
// are set. A timeout fires up to one tick and 10 ms late, never early.
//
// Owner:  whoever waits owns its Deadline; destroying it takes it off.
// Thread: the loop's.
#pragma once

#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>

#include "net/asio_fwd.h"

namespace jg::net {

class DeadlineList;

// Somebody who wants to be told, once, that time is up.
class Deadline : public boost::intrusive::list_base_hook<
                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Deadline() = default;
  void set(DeadlineList& list, std::chrono::milliseconds from_now);  // zero: none
  void clear() { unlink_if_set(); }
  bool is_set() const { return is_linked(); }

 protected:
  virtual void on_expired() = 0;

 private:
  friend class DeadlineList;
  void unlink_if_set() {
    if (is_linked()) unlink();
  }
  std::chrono::steady_clock::time_point at_{};
};

class DeadlineList {
 public:
  explicit DeadlineList(boost::asio::io_context& context);
  ~DeadlineList();
  DeadlineList(const DeadlineList&) = delete;
  DeadlineList& operator=(const DeadlineList&) = delete;

 private:
  friend class Deadline;
  struct Timer;
  void arm();
  void tick();

  using List = boost::intrusive::list<Deadline, boost::intrusive::constant_time_size<false>>;
  std::unique_ptr<Timer> timer_;
  List list_;
  bool armed_ = false;
};

}  // namespace jg::net
