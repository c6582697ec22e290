// telemetry/series.h - the cells of one metric family of one worker, found by their labels' values.
//
// Owner:  telemetry/metrics.h.
// Thread: one worker writes; any thread may read while it does, without a lock on either side.
// Limits: a table has at most `limit` series and one more that stands for all the others; a label's
//         value has kMaxLabelBytes.
// Trust:  label values may be a peer's: they are made printable first, so that no two series that
//         look alike in the exposition differ here (a scraper refuses duplicates).
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/cell.h"
#include "base/hash.h"

namespace jg::telemetry {

inline constexpr std::size_t kMaxLabelBytes = 256;

// kBounds are the buckets' inclusive upper ends, rising; one more bucket takes the rest.
template <const auto& kBounds>
class Histogram {
 public:
  static constexpr std::size_t kBuckets = kBounds.size() + 1;

  void observe(std::uint64_t value) {
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), value) - kBounds.begin();
    counts_[static_cast<std::size_t>(bucket)].add(1);
    sum_.add(value);
  }
  std::uint64_t bucket(std::size_t index) const { return counts_[index].read(); }
  std::uint64_t sum() const { return sum_.read(); }

 private:
  std::array<Cell, kBuckets> counts_;
  Cell sum_;
};

// Makes `key` the label values in one string, unambiguous whatever they hold. As they are given: many
// raw keys may mean one series.
void encode_raw(std::string& key, std::initializer_list<std::string_view> labels);
// Whether encode_raw() makes `key` of `labels`.
bool is_raw_of(std::string_view key, std::initializer_list<std::string_view> labels);
// The same as the series is told: printable, empty ones are `unknown`.
void encode_labels(std::string& key, std::initializer_list<std::string_view> labels);
// The key of the series that stands for all beyond the limit.
void encode_overflow(std::string& key, std::size_t labels);
// Reads the first value and removes it from `key`.
std::string_view take_label(std::string_view& key);

template <class Cells>
class SeriesTable {
 public:
  explicit SeriesTable(std::size_t limit) : limit_(limit) {}
  SeriesTable(const SeriesTable&) = delete;
  SeriesTable& operator=(const SeriesTable&) = delete;

  // The worker only. Every call on a table gives the same number of labels.
  Cells& at(std::initializer_list<std::string_view> labels) {
    Recent& recent = recent_[place_of(labels)];
    if (recent.cells != nullptr && is_raw_of(recent.raw, labels)) return *recent.cells;
    encode_raw(recent.raw, labels);
    recent.cells = &find(recent.raw, labels);
    return *recent.cells;
  }

  // Any thread. visit(std::string_view key, const Cells&); keys live as long as the table.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const Series* at = newest_.load(std::memory_order_acquire); at != nullptr; at = at->older)
      visit(std::string_view(at->key), at->cells);
  }

 private:
  struct alignas(64) Series {  // no cache line of two workers
    Series(const std::string& of_key, const Series* older_one) : key(of_key), older(older_one) {}
    const std::string key;
    const Series* const older;
    Cells cells;
  };

  // What was asked for lately, without encoding or hashing.
  struct Recent {
    std::string raw;
    Cells* cells = nullptr;
  };
  static constexpr std::size_t kRecent = 16;

  // By where the values are: those of the configuration stay at their place. A guess, no more.
  static std::size_t place_of(std::initializer_list<std::string_view> labels) {
    std::uintptr_t mixed = 0;
    for (const std::string_view value : labels)
      mixed = mixed * 31 + reinterpret_cast<std::uintptr_t>(value.data()) / 8;
    return (mixed ^ mixed >> 8) % kRecent;
  }

  Cells& find(const std::string& raw, std::initializer_list<std::string_view> labels) {
    if (const auto found = seen_.find(raw); found != seen_.end()) return *found->second;
    Cells& cells = find_or_insert(labels);
    if (seen_.size() < limit_) seen_.emplace(raw, &cells);
    return cells;
  }
  Cells& find_or_insert(std::initializer_list<std::string_view> labels) {
    encode_labels(scratch_, labels);
    if (const auto found = index_.find(scratch_); found != index_.end()) return *found->second;
    if (series_.size() >= limit_) {
      encode_overflow(scratch_, labels.size());
      if (const auto found = index_.find(scratch_); found != index_.end()) return *found->second;
    }
    return insert();
  }
  Cells& insert() {
    Series& made = series_.emplace_back(scratch_, newest_.load(std::memory_order_relaxed));
    index_.emplace(made.key, &made.cells);
    newest_.store(&made, std::memory_order_release);
    return made.cells;
  }

  const std::size_t limit_;
  std::array<Recent, kRecent> recent_;
  std::string scratch_;
  std::deque<Series> series_;  // never moves, never shrinks
  std::unordered_map<std::string_view, Cells*, KeyedHash> index_;
  // What was asked for before, without making its labels printable again.
  boost::unordered_flat_map<std::string, Cells*, KeyedHash, std::equal_to<>> seen_;
  std::atomic<const Series*> newest_{nullptr};
};

}  // namespace jg::telemetry
