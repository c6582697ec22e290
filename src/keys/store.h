// keys/store.h - all that is fetched, key sets and revocation lists first, and the thread that does it.
//
// One fetch for all who name the same URL with the same settings; a reload finds it again.
// Owner:  the application; outlives every policy.
// Thread: all calls from any but its own, which fetches.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "keys/refresher.h"

namespace jg::keys {

class Store {
 public:
  explicit Store(const Clock& clock);
  // Before start(): what is fetched is kept in this folder, and found there after a restart.
  void keep_in(const std::filesystem::path& folder) { cache_.emplace(folder); }
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Nothing is fetched before start(). Who only knows the store (a policy) may get keys of it, no
  // more.
  std::shared_ptr<const RemoteDocument> get(RemoteSettings settings, unsigned workers) const;
  void start();
  // Once, and nothing of it is kept. `done` is called on the store's thread, or never when the store
  // stops first.
  void fetch(fetch::Request request, fetch::Transfers::Done done) const;
  // Returns when each was asked once, whatever came of it, or (false) after `most`.
  bool await_first(std::chrono::milliseconds most);
  // From now on nothing is fetched, and nobody is told of anything.
  void stop();

  Reports reports() const;
  // All are fetched now; gives how many.
  std::size_t refresh();

 private:
  void run() const;
  void launch_locked() const;
  std::vector<std::shared_ptr<RemoteDocument>> all_locked() const;

  const Clock& clock_;
  mutable fetch::Transfers transfers_;
  mutable std::optional<CacheFolder> cache_;  // the thread's, once that runs

  mutable std::mutex mutex_;
  mutable std::condition_variable turned_;
  mutable std::vector<std::weak_ptr<RemoteDocument>> known_;
  mutable std::vector<std::shared_ptr<RemoteDocument>> added_;  // the thread has not seen them
  struct Errand {
    fetch::Request request;
    fetch::Transfers::Done done;
  };
  mutable std::vector<Errand> errands_;  // the thread has not seen them
  bool started_ = false;
  bool stopping_ = false;
  mutable std::thread thread_;  // only when there is something to fetch
};

}  // namespace jg::keys
