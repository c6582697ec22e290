#include "app/reloader.h"

#include <algorithm>
#include <utility>

namespace jg::app {

Reloader::Reloader(LoadAgain load_again, net::Loop& control, Take take)
    : load_again_(std::move(load_again)), control_(control), take_(std::move(take)) {}

Reloader::~Reloader() { stop(); }

void Reloader::start(std::shared_ptr<config::FileWatch> watched) {
  watched_ = std::move(watched);
  thread_ = std::thread([this] { run(); });
}

void Reloader::load_now() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  woken_.notify_one();
}

void Reloader::retire(std::shared_ptr<const Loaded> loaded) {
  const std::lock_guard lock(mutex_);
  retired_.push_back(std::move(loaded));
}

void Reloader::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Reloader::run() {
  while (pause(kLook)) {
    free_retired();
    if (!take_wish()) {
      if (!watched_->has_changed()) continue;
      settle();
    }
    control_.post([this, attempt = load()]() mutable { take_(std::move(attempt)); });
  }
}

// False when it is time to end.
bool Reloader::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [this] { return stopping_ || wanted_; });
  return !stopping_;
}

bool Reloader::take_wish() {
  const std::lock_guard lock(mutex_);
  return std::exchange(wanted_, false);
}

void Reloader::settle() {
  for (std::chrono::milliseconds waited{0}; waited < kPatience; waited += kSettle) {
    if (!pause(kSettle) || !watched_->has_changed()) return;
  }
}

// Half of a file may be a configuration too: what changed while it was read is read again.
Reloader::Attempt Reloader::load() {
  constexpr int kTries = 3;
  Attempt attempt;
  for (int i = 0; i < kTries; ++i) {
    config::Faults faults;
    watched_ = std::make_shared<config::FileWatch>();
    attempt.loaded = load_again_(watched_, faults);
    attempt.faults = faults.text();
    if (!watched_->has_changed()) return attempt;
    settle();
  }
  load_now();  // somebody never stops writing: what there is for now, and again
  return attempt;
}

// Nobody can get at what only this list has. What is still used by an exchange waits for a later
// look.
void Reloader::free_retired() {
  std::vector<std::shared_ptr<const Loaded>> unused;
  const std::lock_guard lock(mutex_);
  const auto first =
      std::ranges::partition(retired_, [](const auto& loaded) { return loaded.use_count() > 1; });
  unused.assign(std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
  retired_.erase(first.begin(), first.end());
}

}  // namespace jg::app
