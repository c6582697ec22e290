// telemetry/series.h - the cells of one metric family of one worker, found by their labels' values.
//
// Owner:  telemetry/metrics.h.
// Thread: one worker writes; any thread may read while it does, without a lock on either side.
// Limits: a table has at most `limit` series and one more that stands for all the others; of those
//         whose labels the configuration adds to, kMaxAddedSeries, the others have `overflow` for
//         what is added; a label's value has kMaxLabelBytes.
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
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/cell.h"
#include "base/hash.h"

namespace jg::telemetry {

inline constexpr std::size_t kMaxLabelBytes = 256;
inline constexpr std::size_t kMaxAddedSeries = 1'000;

using LabelValues = std::span<const std::string_view>;

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
void encode_raw(std::string& key, LabelValues labels);
// Whether encode_raw() makes `key` of `labels`.
bool is_raw_of(std::string_view key, LabelValues labels);
// The same as the series is told: printable, empty ones are `unknown`; behind them so many
// `overflow`.
void encode_labels(std::string& key, LabelValues labels, std::size_t overflow = 0);
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
    return at(LabelValues(labels.begin(), labels.size()), 0);
  }
  // The last `added` are the configuration's.
  Cells& at(LabelValues labels, std::size_t added) {
    Recent& recent = recent_[place_of(labels.first(labels.size() - added))];
    if (recent.cells != nullptr && is_raw_of(recent.raw, labels)) return *recent.cells;
    encode_raw(recent.raw, labels);
    recent.cells = &find(recent.raw, labels, added);
    return *recent.cells;
  }
  // Whether added labels took more values than there is room for.
  bool has_overflowed() const { return with_added_ > kMaxAddedSeries; }

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
  static std::size_t place_of(LabelValues labels) {
    std::uintptr_t mixed = 0;
    for (const std::string_view value : labels)
      mixed = mixed * 31 + reinterpret_cast<std::uintptr_t>(value.data()) / 8;
    return (mixed ^ mixed >> 8) % kRecent;
  }

  Cells& find(const std::string& raw, LabelValues labels, std::size_t added) {
    if (const auto found = seen_.find(raw); found != seen_.end()) return *found->second;
    Cells& cells = find_or_insert(labels, added);
    if (seen_.size() < (added == 0 ? limit_ : kMaxAddedSeries)) seen_.emplace(raw, &cells);
    return cells;
  }
  Cells& find_or_insert(LabelValues labels, std::size_t added) {
    encode_labels(scratch_, labels);
    if (Cells* const found = find_scratch()) return *found;
    if (added > 0 && !take_room_for_added()) {
      encode_labels(scratch_, labels.first(labels.size() - added), added);
      if (Cells* const found = find_scratch()) return *found;
    }
    if (series_.size() >= limit_) {
      encode_labels(scratch_, {}, labels.size());
      if (Cells* const found = find_scratch()) return *found;
    }
    return insert();
  }
  Cells* find_scratch() const {
    const auto found = index_.find(scratch_);
    return found == index_.end() ? nullptr : found->second;
  }
  bool take_room_for_added() {
    if (with_added_ <= kMaxAddedSeries) ++with_added_;
    return with_added_ <= kMaxAddedSeries;
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
  std::size_t with_added_ = 0;  // series with the values that were asked for; one more: and no room
  std::deque<Series> series_;   // never moves, never shrinks
  std::unordered_map<std::string_view, Cells*, KeyedHash> index_;
  // What was asked for before, without making its labels printable again.
  boost::unordered_flat_map<std::string, Cells*, KeyedHash, std::equal_to<>> seen_;
  std::atomic<const Series*> newest_{nullptr};
};

}  // namespace jg::telemetry
