// keys/remote_document.h - what one URL has, as everybody sees it: the content in force, and the
// wait for another.
//
// Owner:  the policies that name the URL, in this snapshot and the next; the store outlives them.
// Thread: version() and report() any; ask() and await_fetch() for the worker that asks; what changes
//         is the store's own. The content is immutable, a new one has another version: workers look
//         at a number, and only take a lock when it is not the one they know.
// Limits: kMostWaiting requests of a worker wait for a fetch, each for settings().unknown_wait;
//         keys/budget.h and keys/absent_kids.h for who may cause one.
// Trust:  a kid is a client's.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "keys/absent_kids.h"
#include "keys/budget.h"
#include "keys/report.h"
#include "keys/settings.h"
#include "net/cancel.h"
#include "net/waiter.h"

namespace jg::keys {

class RemoteDocument : public std::enable_shared_from_this<RemoteDocument> {
 public:
  static constexpr std::size_t kMostWaiting = 1024;

  // `wake` tells the store that there is a wish.
  RemoteDocument(RemoteSettings settings, unsigned workers, std::function<void()> wake);

  const RemoteSettings& settings() const { return settings_; }

  struct Published {
    std::uint64_t version = 0;
    Content content;  // nothing: none may be used
  };
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  Published published() const;
  Report report() const;
  bool was_asked() const;  // a fetch has ended, well or not

  struct Asker {
    unsigned worker;
    net::Loop& loop;
    SteadyTime now;
  };
  // For a token that names a key which is not in the set, or (no kid) found no set at all: whether
  // a fetch, under way or made for it, is worth waiting for. Then await_fetch() follows at once.
  bool ask(std::optional<std::string_view> kid, const Asker& asker) const;
  // Returns when that fetch has ended, when the wait has been long enough, or when it is cancelled.
  Task<void> await_fetch(unsigned worker, net::Loop& loop, net::CancelSlot& cancel) const;

  // --- the store's ---

  // Whether somebody wants a fetch that has not begun.
  bool has_wish() const;
  void wish();
  void begin_fetch();
  // With what came of it. Who waits goes on.
  void end_fetch(const Facts& facts, Content content, bool is_good);
  void publish(Content content);

 private:
  struct PerWorker {
    net::Line line;
    std::size_t waiting = 0;
    AbsentKids absent;
    Cell unknown;
  };
  struct Listener {
    unsigned worker;
    net::Loop* loop;
  };
  void publish_locked(Content content);
  void listen_locked(const Asker& asker) const;

  const RemoteSettings settings_;
  const std::function<void()> wake_;
  std::vector<std::unique_ptr<PerWorker>> by_worker_;
  std::atomic<std::uint64_t> version_{0};
  // Looked at before the lock is taken, since most unknown keys are nobody's.
  std::atomic<std::uint64_t> checks_{0};                       // fetches that succeeded
  mutable std::atomic<bool> is_asked_{false};                  // a fetch is wished for or under way
  mutable std::atomic<SteadyTime> chance_{SteadyTime::min()};  // of the budget

  mutable std::mutex mutex_;
  Content content_;
  Facts facts_;
  mutable Budget budget_;
  mutable bool is_wished_ = false;
  bool is_under_way_ = false;
  mutable std::vector<Listener> listeners_;  // one for each worker at most
};

}  // namespace jg::keys
