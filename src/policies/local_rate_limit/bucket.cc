#include "policies/local_rate_limit/bucket.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <vector>

namespace jg::policies::local_rate_limit {
namespace {

constexpr std::size_t kCacheLine = 64;
// A lease is this part of a worker's even share, so that few tokens lie idle with those who do not
// need them.
constexpr std::uint64_t kLeasesInShare = 4;

using Instant = std::int64_t;  // of the steady clock, in nanoseconds

Instant instant(SteadyTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

// What one worker may take without asking. Others only ever take all of it away.
struct alignas(kCacheLine) Lease {
  std::atomic<std::uint64_t> tokens{0};

  bool take() {
    std::uint64_t now = tokens.load(std::memory_order_relaxed);
    while (now > 0)
      if (tokens.compare_exchange_weak(now, now - 1, std::memory_order_relaxed)) return true;
    return false;
  }
};

}  // namespace

struct Bucket::State {
  State(const BucketRules& of_rules, unsigned workers, SteadyTime now)
      : rules(of_rules),
        fills_at(instant(now) + rules.interval.count()),
        pool(rules.capacity),
        leases(workers) {}

  bool is_dry(Instant now) const { return now < dry_until.load(std::memory_order_relaxed); }
  bool is_due(Instant now) const { return now >= fills_at.load(std::memory_order_relaxed); }

  // The rest with the lock held.
  void gather() {
    for (Lease& lease : leases) pool += lease.tokens.exchange(0, std::memory_order_relaxed);
  }
  // What is leased counts as what is there, so it comes back first.
  void fill(Instant now) {
    if (!is_due(now)) return;
    gather();
    const auto fills = static_cast<std::uint64_t>((now - fills_at) / rules.interval.count()) + 1;
    const std::uint64_t room = rules.capacity - pool;
    const bool overflows = rules.fill != 0 && fills > room / rules.fill;
    pool += overflows ? room : fills * rules.fill;
    fills_at += static_cast<Instant>(fills) * rules.interval.count();
  }
  // Nothing comes before the next fill, so until then nobody needs to ask.
  void note_if_dry() {
    if (pool == 0) dry_until.store(fills_at, std::memory_order_relaxed);
  }
  // A lease for the worker, of which one token is taken at once.
  bool take_leased(unsigned worker) {
    if (pool == 0) gather();
    if (pool == 0) {
      note_if_dry();
      return false;
    }
    const std::uint64_t share = pool / (kLeasesInShare * leases.size());
    const std::uint64_t leased = std::max<std::uint64_t>(share, 1);
    pool -= leased;
    leases[worker].tokens.fetch_add(leased - 1, std::memory_order_relaxed);
    return true;
  }

  const BucketRules rules;
  // Read for every request, written for few: a line of their own.
  alignas(kCacheLine) std::atomic<Instant> fills_at;
  std::atomic<Instant> dry_until{std::numeric_limits<Instant>::min()};
  alignas(kCacheLine) std::mutex mutex;
  std::atomic<std::uint64_t> pool;  // changed with the lock held, read without
  std::vector<Lease> leases;        // by worker
};

Bucket::Bucket(const BucketRules& rules, unsigned workers, SteadyTime now)
    : state_(std::make_unique<State>(rules, workers, now)) {}
Bucket::~Bucket() = default;

bool Bucket::take(unsigned worker, SteadyTime now) const {
  const Instant at = instant(now);
  if (state_->is_dry(at)) return false;
  if (!state_->is_due(at) && state_->leases[worker].take()) return true;
  const std::lock_guard lock(state_->mutex);
  state_->fill(at);
  return state_->take_leased(worker);
}

bool Bucket::has_any(SteadyTime now) const {
  const Instant at = instant(now);
  if (state_->is_dry(at)) return false;
  if (!state_->is_due(at) && state_->pool > 0) return true;
  const std::lock_guard lock(state_->mutex);
  state_->fill(at);
  if (state_->pool == 0) state_->gather();
  return state_->pool > 0;
}

void Bucket::take_up_to(std::uint64_t count, SteadyTime now) const {
  if (count == 0) return;
  const std::lock_guard lock(state_->mutex);
  state_->fill(instant(now));
  state_->gather();
  state_->pool -= std::min<std::uint64_t>(count, state_->pool);
  state_->note_if_dry();
}

std::uint64_t Bucket::left(unsigned worker) const {
  return state_->pool.load(std::memory_order_relaxed) +
         state_->leases[worker].tokens.load(std::memory_order_relaxed);
}

std::chrono::seconds Bucket::until_fill(SteadyTime now) const {
  const Instant wait = state_->fills_at.load(std::memory_order_relaxed) - instant(now);
  return std::chrono::ceil<std::chrono::seconds>(
      std::chrono::nanoseconds(std::max<Instant>(wait, 0)));
}

const BucketRules& Bucket::rules() const { return state_->rules; }

}  // namespace jg::policies::local_rate_limit
