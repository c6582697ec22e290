#include "policies/local_rate_limit/bucket.h"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

namespace jg::policies::local_rate_limit {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr SteadyTime kStart{seconds(1000)};

std::uint64_t take_all(const Bucket& bucket, SteadyTime now, unsigned worker = 0) {
  std::uint64_t taken = 0;
  while (bucket.take(worker, now)) ++taken;
  return taken;
}

TEST(Bucket, begins_full_and_gives_no_more_before_a_fill) {
  const Bucket bucket({10, 3, seconds(1)}, 1, kStart);
  EXPECT_EQ(take_all(bucket, kStart), 10u);
  EXPECT_EQ(take_all(bucket, kStart + milliseconds(999)), 0u);
}

TEST(Bucket, is_filled_by_whole_intervals) {
  const Bucket bucket({10, 3, seconds(1)}, 1, kStart);
  take_all(bucket, kStart);
  EXPECT_EQ(take_all(bucket, kStart + seconds(1)), 3u);
  EXPECT_EQ(take_all(bucket, kStart + milliseconds(1999)), 0u);
  EXPECT_EQ(take_all(bucket, kStart + milliseconds(3500)), 6u);
  EXPECT_EQ(take_all(bucket, kStart + seconds(4)), 3u);
}

TEST(Bucket, never_holds_more_than_its_capacity) {
  const Bucket bucket({10, 3, seconds(1)}, 2, kStart);
  EXPECT_EQ(take_all(bucket, kStart + seconds(500)), 10u);
  EXPECT_EQ(take_all(bucket, kStart + seconds(100'000)), 10u);
}

TEST(Bucket, counts_what_is_leased_as_what_is_there) {
  const Bucket bucket({1000, 1000, seconds(1)}, 2, kStart);
  ASSERT_TRUE(bucket.take(0, kStart));  // leases some
  // The fill must not come on top of the lease.
  EXPECT_EQ(take_all(bucket, kStart + seconds(1), 1), 1000u);
  EXPECT_EQ(take_all(bucket, kStart + seconds(1), 0), 0u);
}

TEST(Bucket, gives_the_last_token_to_whichever_worker_asks) {
  for (const std::uint64_t capacity : {1u, 5u, 7u, 100u, 1001u}) {
    for (const unsigned workers : {1u, 2u, 3u, 16u}) {
      const Bucket bucket({capacity, 1, seconds(60)}, workers, kStart);
      for (unsigned worker = 1; worker < workers && worker < capacity; ++worker)
        ASSERT_TRUE(bucket.take(worker, kStart));
      const std::uint64_t others = std::min<std::uint64_t>(workers - 1, capacity - 1);
      EXPECT_EQ(take_all(bucket, kStart), capacity - others) << capacity << " by " << workers;
      for (unsigned worker = 0; worker < workers; ++worker)
        EXPECT_FALSE(bucket.take(worker, kStart));
    }
  }
}

TEST(Bucket, gives_exactly_its_capacity_to_threads_that_race) {
  for (const std::uint64_t capacity : {5u, 997u, 50'000u}) {
    const Bucket bucket({capacity, 1, std::chrono::hours(1)}, 4, kStart);
    std::atomic<std::uint64_t> taken = 0;
    std::vector<std::jthread> threads;
    for (unsigned worker = 0; worker < 4; ++worker)
      threads.emplace_back([&, worker] { taken += take_all(bucket, kStart, worker); });
    threads.clear();  // joins
    EXPECT_EQ(taken, capacity);
  }
}

TEST(Bucket, never_gives_more_when_fills_race_too) {
  const Bucket bucket({100, 10, seconds(1)}, 4, kStart);
  std::atomic<std::uint64_t> taken = 0;
  std::vector<std::jthread> threads;
  for (unsigned worker = 0; worker < 4; ++worker) {
    threads.emplace_back([&, worker] {
      for (int second = 0; second <= 50; ++second)
        taken += take_all(bucket, kStart + seconds(second), worker);
    });
  }
  threads.clear();
  EXPECT_LE(taken, 100u + 50u * 10u);
  EXPECT_GE(taken, 100u);
}

TEST(Bucket, takes_afterwards_what_there_is) {
  const Bucket bucket({100, 10, seconds(1)}, 2, kStart);
  EXPECT_TRUE(bucket.has_any(kStart));
  bucket.take_up_to(40, kStart);
  EXPECT_EQ(bucket.left(0), 60u);
  bucket.take_up_to(1000, kStart);
  EXPECT_FALSE(bucket.has_any(kStart));
  EXPECT_FALSE(bucket.has_any(kStart + milliseconds(999)));
  EXPECT_TRUE(bucket.has_any(kStart + seconds(1)));
  EXPECT_EQ(bucket.left(0), 10u);
}

TEST(Bucket, tells_what_is_left_and_when_more_comes) {
  const Bucket bucket({10, 1, milliseconds(2500)}, 1, kStart);
  EXPECT_EQ(bucket.left(0), 10u);
  bucket.take(0, kStart);
  EXPECT_EQ(bucket.left(0), 9u);
  EXPECT_EQ(bucket.until_fill(kStart), seconds(3));
  EXPECT_EQ(bucket.until_fill(kStart + milliseconds(2500)), seconds(0));
  EXPECT_EQ(bucket.until_fill(kStart + milliseconds(1500)), seconds(1));
}

TEST(Bucket, gives_nothing_when_it_holds_or_gets_nothing) {
  const Bucket none({0, 0, seconds(1)}, 1, kStart);
  EXPECT_FALSE(none.take(0, kStart + seconds(10)));
  EXPECT_FALSE(none.has_any(kStart + seconds(10)));
  const Bucket once({3, 0, seconds(1)}, 1, kStart);
  EXPECT_EQ(take_all(once, kStart), 3u);
  EXPECT_EQ(take_all(once, kStart + seconds(1000)), 0u);
}

TEST(Bucket, survives_the_greatest_numbers) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  const Bucket bucket({kMost, kMost, std::chrono::microseconds(1)}, 2, kStart);
  EXPECT_TRUE(bucket.take(0, kStart));
  EXPECT_TRUE(bucket.take(1, kStart + std::chrono::hours(24 * 365)));
  bucket.take_up_to(kMost, kStart + std::chrono::hours(24 * 365));
}

}  // namespace
}  // namespace jg::policies::local_rate_limit
