// keys/store.h - all key sets that are fetched, and the thread that does it.
//
// One fetch for all who name the same URL with the same settings; a reload finds it again.
// Owner:  the application; outlives every policy.
// Thread: all calls from any but its own, which fetches.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "keys/refresher.h"

namespace jg::keys {

class Store {
 public:
  explicit Store(const Clock& clock);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Nothing is fetched before start(). Who only knows the store (a policy) may get keys of it, no
  // more.
  std::shared_ptr<const RemoteKeys> get(RemoteSettings settings, unsigned workers) const;
  void start();
  // Returns when each was asked once, whatever came of it, or after `most`.
  void await_first(std::chrono::milliseconds most);
  // From now on nothing is fetched, and nobody is told of anything.
  void stop();

  Reports reports() const;
  // All are fetched now; gives how many.
  std::size_t refresh();

 private:
  void run() const;
  void launch_locked() const;
  std::vector<std::shared_ptr<RemoteKeys>> all_locked() const;

  const Clock& clock_;
  mutable fetch::Transfers transfers_;

  mutable std::mutex mutex_;
  mutable std::condition_variable turned_;
  mutable std::vector<std::weak_ptr<RemoteKeys>> known_;
  mutable std::vector<std::shared_ptr<RemoteKeys>> added_;  // the thread has not seen them
  bool started_ = false;
  bool stopping_ = false;
  mutable std::thread thread_;  // only when there is something to fetch
};

}  // namespace jg::keys
