// http/fields.h - header or trailer fields, in order of arrival.
//
// Owner:  holds views only: text lives in the connection's read buffer, the exchange's arena or
//         static storage.
// Thread: one loop.
// Limits: callers bound the count. Memory comes from base/block_cache.h, so steady state allocates
//         nothing; clear() keeps the capacity, release() does not.
// Spec:   RFC 9110 section 5. Names are lower case throughout (the codec lowers what arrives).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/block_allocator.h"

namespace jg::http {

struct Field {
  std::string_view name;
  std::string_view value;
};

class Fields {
  using List = std::vector<Field, BlockAllocator<Field>>;

 public:
  using const_iterator = List::const_iterator;

  // `name` is lower case already.
  void add(std::string_view name, std::string_view value) {
    if (fields_.capacity() == 0) fields_.reserve(kUsual);
    fields_.push_back({name, value});
  }
  // Replaces all of that name by one, in the first's place.
  void set(std::string_view name, std::string_view value);
  std::size_t remove(std::string_view name);                          // how many there were
  std::optional<std::string_view> find(std::string_view name) const;  // the first
  std::size_t count(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }

  // True when any field of that name lists `token` (comma separated, case-insensitive; RFC 9110
  // section 5.6.1).
  bool lists(std::string_view name, std::string_view token) const;

  template <class Predicate>
  void remove_if(Predicate predicate) {
    std::erase_if(fields_, predicate);
  }

  void clear() { fields_.clear(); }
  void release() { fields_ = {}; }
  bool empty() const { return fields_.empty(); }
  std::size_t size() const { return fields_.size(); }
  const_iterator begin() const { return fields_.begin(); }
  const_iterator end() const { return fields_.end(); }
  Field& operator[](std::size_t index) { return fields_[index]; }

 private:
  static constexpr std::size_t kUsual = 16;  // more than most messages have

  List fields_;
};

// The same for one value. Members are taken as tokens: a comma in a quoted string separates as
// well.
bool list_has(std::string_view list, std::string_view token);

}  // namespace jg::http
