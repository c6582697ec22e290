#include "keys/store.h"

#include <algorithm>

namespace jg::keys {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestSleep{3'600'000};

}  // namespace

Store::Store(const Clock& clock) : clock_(clock), transfers_(clock) {}

Store::~Store() { stop(); }

std::shared_ptr<const RemoteDocument> Store::get(RemoteSettings settings, unsigned workers) const {
  const std::lock_guard lock(mutex_);
  for (const auto& known : all_locked())
    if (known->settings() == settings) return known;
  auto made =
      std::make_shared<RemoteDocument>(std::move(settings), workers, [this] { transfers_.wake(); });
  std::erase_if(known_, [](const auto& one) { return one.expired(); });
  known_.push_back(made);
  added_.push_back(made);
  if (started_) launch_locked();
  return made;
}

void Store::start() {
  const std::lock_guard lock(mutex_);
  started_ = true;
  if (!added_.empty() || !errands_.empty()) launch_locked();
}

void Store::fetch(fetch::Request request, fetch::Transfers::Done done) const {
  const std::lock_guard lock(mutex_);
  errands_.push_back({std::move(request), std::move(done)});
  if (started_) launch_locked();
}

void Store::launch_locked() const {
  if (thread_.joinable())
    transfers_.wake();
  else if (!stopping_)
    thread_ = std::thread([this] { run(); });
}

bool Store::await_first(milliseconds most) {
  std::unique_lock lock(mutex_);
  return turned_.wait_for(lock, most, [this] {
    return stopping_ ||
           std::ranges::all_of(all_locked(), [](const auto& keys) { return keys->was_asked(); });
  });
}

void Store::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  turned_.notify_all();
  transfers_.wake();
  if (thread_.joinable()) thread_.join();
}

Reports Store::reports() const {
  Reports out;
  const std::lock_guard lock(mutex_);
  for (const auto& keys : all_locked()) out.push_back(keys->report());
  return out;
}

std::size_t Store::refresh() {
  const std::lock_guard lock(mutex_);
  const auto all = all_locked();
  for (const auto& keys : all) keys->wish();
  transfers_.wake();
  return all.size();
}

std::vector<std::shared_ptr<RemoteDocument>> Store::all_locked() const {
  std::vector<std::shared_ptr<RemoteDocument>> out;
  for (const auto& one : known_)
    if (auto keys = one.lock()) out.push_back(std::move(keys));
  return out;
}

void Store::run() const {
  FastRandom random(random_u64());
  const Means means{clock_, random, transfers_, cache_ ? &*cache_ : nullptr};
  std::vector<std::unique_ptr<Refresher>> refreshers;
  while (true) {
    std::vector<std::shared_ptr<RemoteDocument>> added;
    std::vector<Errand> errands;
    {
      const std::lock_guard lock(mutex_);
      // Under the lock, so that nobody looks before and goes to sleep after.
      turned_.notify_all();
      if (stopping_) return;
      added.swap(added_);
      errands.swap(errands_);
    }
    for (Errand& errand : errands)
      transfers_.start(std::move(errand.request), std::move(errand.done));
    for (const auto& keys : added) refreshers.push_back(std::make_unique<Refresher>(keys, means));
    added.clear();
    SteadyTime next = clock_.steady() + kLongestSleep;
    for (const auto& refresher : refreshers) next = std::min(next, refresher->turn());
    std::erase_if(refreshers, [](const auto& one) { return one->is_over(); });
    const auto pause = std::chrono::ceil<milliseconds>(next - clock_.steady());
    transfers_.turn(std::clamp(pause, milliseconds(0), kLongestSleep));
  }
}

}  // namespace jg::keys
