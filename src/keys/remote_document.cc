#include "keys/remote_document.h"

#include <algorithm>

#include "fetch/url.h"
#include "net/seat.h"

namespace jg::keys {

RemoteDocument::RemoteDocument(RemoteSettings settings, unsigned workers,
                               std::function<void()> wake)
    : settings_(std::move(settings)), wake_(std::move(wake)), budget_(settings_.unknown_interval) {
  for (unsigned i = 0; i < workers; ++i) by_worker_.push_back(std::make_unique<PerWorker>());
}

RemoteDocument::Published RemoteDocument::published() const {
  const std::lock_guard lock(mutex_);
  return {version_.load(std::memory_order_relaxed), content_};
}

Report RemoteDocument::report() const {
  const std::lock_guard lock(mutex_);
  Report out{fetch::shown_url(settings_.url), settings_.kind,
             version_.load(std::memory_order_relaxed), content_, facts_};
  for (const auto& one : by_worker_) out.unknown_kids += one->unknown.read();
  return out;
}

bool RemoteDocument::was_asked() const {
  const std::lock_guard lock(mutex_);
  return !facts_.fetches.empty();
}

bool RemoteDocument::ask(std::optional<std::string_view> kid, const Asker& asker) const {
  PerWorker& own = *by_worker_[asker.worker];
  if (kid) own.unknown.add(1);
  if (own.waiting == kMostWaiting) return false;
  const std::uint64_t checks = checks_.load(std::memory_order_relaxed);
  if (!is_asked_.load(std::memory_order_relaxed) &&
      (!kid || asker.now < chance_.load(std::memory_order_relaxed) ||
       own.absent.contains(*kid, checks, asker.now)))
    return false;
  {
    const std::lock_guard lock(mutex_);
    if (!is_under_way_ && !is_wished_) {
      const bool may = kid && budget_.take(asker.now);
      chance_.store(budget_.next(), std::memory_order_relaxed);
      if (!may) return false;
      own.absent.add(*kid, checks, asker.now);
      is_wished_ = true;
      is_asked_.store(true, std::memory_order_relaxed);
    }
    listen_locked(asker);
  }
  wake_();
  return true;
}

void RemoteDocument::listen_locked(const Asker& asker) const {
  if (std::ranges::find(listeners_, asker.worker, &Listener::worker) == listeners_.end())
    listeners_.push_back({asker.worker, &asker.loop});
}

Task<void> RemoteDocument::await_fetch(unsigned worker, net::Loop& loop,
                                       net::CancelSlot& cancel) const {
  PerWorker& own = *by_worker_[worker];
  const net::Seat seat(own.waiting);
  net::Waiter waiter(loop);
  own.line.push_back(waiter);
  cancel.bind(&waiter);
  co_await waiter.wait(settings_.unknown_wait);
  cancel.bind(nullptr);
}

bool RemoteDocument::has_wish() const {
  const std::lock_guard lock(mutex_);
  return is_wished_;
}

void RemoteDocument::wish() {
  const std::lock_guard lock(mutex_);
  if (is_under_way_) return;
  is_wished_ = true;
  is_asked_.store(true, std::memory_order_relaxed);
}

void RemoteDocument::begin_fetch() {
  const std::lock_guard lock(mutex_);
  is_wished_ = false;
  is_under_way_ = true;
  is_asked_.store(true, std::memory_order_relaxed);
}

void RemoteDocument::end_fetch(const Facts& facts, Content content, bool is_good) {
  std::vector<Listener> listeners;
  {
    const std::lock_guard lock(mutex_);
    facts_ = facts;
    is_under_way_ = false;
    is_asked_.store(is_wished_, std::memory_order_relaxed);
    if (is_good) checks_.fetch_add(1, std::memory_order_relaxed);
    if (content != content_) publish_locked(std::move(content));
    listeners.swap(listeners_);
  }
  for (const Listener& listener : listeners)
    listener.loop->post([self = shared_from_this(), worker = listener.worker] {
      net::Line& line = self->by_worker_[worker]->line;
      while (!line.empty()) line.front().wake();
    });
}

void RemoteDocument::publish(Content content) {
  const std::lock_guard lock(mutex_);
  if (content != content_) publish_locked(std::move(content));
}

// The number last: who sees it finds the content.
void RemoteDocument::publish_locked(Content content) {
  content_ = std::move(content);
  version_.fetch_add(1, std::memory_order_release);
}

}  // namespace jg::keys
