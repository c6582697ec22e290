// cel/context.h - what one evaluation may still use: its arena, steps and bytes.
//
// Owner:  the evaluation; on its stack.
// Errors: cel.budget_exhausted, from then on for good.
// Limits: Limits below. Values share their parts, so a small expression can describe an enormous
//         list; whatever walks a value therefore pays a step for each part it visits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "cel/value.h"

namespace jg::cel {

// How expressions are read. gateway: `in` and contains() also look into text, a missing root's
// member is absent for has().
enum class Dialect : std::uint8_t { specification, gateway };

struct Limits {
  // Plan nodes, loop turns, parts of values compared, 16 bytes of text scanned or made by the host.
  std::uint64_t steps = 100'000;
  std::size_t bytes = 1 << 20;  // everything that functions build in the arena
};

class Context {
 public:
  Context(Arena& arena, Dialect dialect, const Limits& limits)
      : arena_(arena),
        dialect_(dialect),
        steps_(limits.steps),
        bytes_(limits.bytes),
        limits_(limits) {}

  Arena& arena() { return arena_; }
  Dialect dialect() const { return dialect_; }

  bool spend(std::uint64_t steps) {
    if (steps <= steps_) {
      steps_ -= steps;
      return true;
    }
    exhaust();
    return false;
  }
  // Around the visit of a value's parts; too deep is too costly.
  static constexpr std::uint32_t kDeepestWalk = 500;
  void descend() {
    if (++depth_ > kDeepestWalk) exhaust();
  }
  void ascend() { --depth_; }
  bool spend_text(std::size_t bytes) { return spend(bytes / 16); }
  // Pays for what a host's object gave, which it may have built: it asks nobody for room.
  Value pay_for(Value given) {
    if (given.is(Kind::string) || given.is(Kind::bytes)) spend_text(given.as_text().size());
    if (given.is(Kind::list) && given.form() == Value::Form::plain) spend(given.items().size());
    return given;
  }
  bool is_exhausted() const { return exhausted_; }
  std::uint64_t steps_spent() const { return limits_.steps - steps_; }
  std::size_t bytes_built() const { return limits_.bytes - bytes_; }
  std::size_t bytes_left() const { return bytes_; }
  static Value exhausted() {
    return Value::error(ErrorCode::budget_exhausted, "the expression is too costly to evaluate");
  }

  // Room in the arena, or nullptr when that would pass the limit.
  void* make_room(std::size_t count, std::size_t size);
  Value* make_values(std::size_t count) {
    return static_cast<Value*>(make_room(count, sizeof(Value)));
  }
  Entry* make_entries(std::size_t count) {
    return static_cast<Entry*>(make_room(count, sizeof(Entry)));
  }
  char* make_text(std::size_t bytes) { return static_cast<char*>(make_room(bytes, 1)); }

  // Copies into the arena; an error when that would pass the limit.
  Value copy_string(std::string_view text) { return copy(Kind::string, text); }
  Value copy_bytes(std::string_view text) { return copy(Kind::bytes, text); }
  Value some(Value inner);

 private:
  void exhaust() {
    steps_ = 0;
    exhausted_ = true;
  }
  Value copy(Kind kind, std::string_view text);

  Arena& arena_;
  Dialect dialect_;
  bool exhausted_ = false;
  std::uint32_t depth_ = 0;
  std::uint64_t steps_;
  std::size_t bytes_;
  Limits limits_;
};

inline Value no_overload() {
  return Value::error(ErrorCode::no_such_overload, "no such overload for these types");
}
inline Value invalid(const char* message) {
  return Value::error(ErrorCode::invalid_argument, message);
}
inline Value overflow(const char* message) { return Value::error(ErrorCode::overflow, message); }

}  // namespace jg::cel
