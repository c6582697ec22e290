// cel/object.h - what a host shows to expressions: its variables, and objects read by member.
//
// Owner:  the host; an object that a Value refers to outlives the evaluation, or lies in its arena.
// Thread: called on the evaluating thread only.
// Errors: an absent member is nullopt; a host may also return a Value of Kind::error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

// `request.path`, as it was compiled.
struct RootMember {
  static constexpr std::uint32_t kUndeclared = UINT32_MAX;

  std::size_t slot;
  std::uint32_t field;  // its place among those that Environment::declare was told of
  std::string_view name;
};

// The variables of one evaluation. A root that is declared but absent is null.
class Activation {
 public:
  virtual ~Activation() = default;
  // `slot` is what Environment::declare returned.
  virtual Value root(std::size_t slot, Arena& arena) const = 0;
  // What selecting it from root() gives; for a host that gets there faster.
  virtual Value member(const RootMember& member, Context& context) const;
};

// A map with string keys whose members are made when they are asked for.
class Object {
 public:
  virtual ~Object() = default;
  virtual std::optional<Value> field(std::string_view name, Arena& arena) const = 0;
  virtual bool has(std::string_view name, Arena& arena) const {
    return field(name, arena).has_value();
  }

  // For size(), the macros, == and JSON; an object that cannot be listed has no size.
  virtual std::optional<std::size_t> size() const { return std::nullopt; }
  virtual Entry member(std::size_t index, Arena& arena) const;  // index < size()

  // A method of this object, tried before the functions of the same name; nullopt when it has none.
  virtual std::optional<Value> call(std::string_view method, std::span<const Value> arguments,
                                    Arena& arena) const;
};

inline Entry Object::member(std::size_t, Arena&) const { return {}; }
inline std::optional<Value> Object::call(std::string_view, std::span<const Value>, Arena&) const {
  return std::nullopt;
}

}  // namespace jg::cel
