// cel/names.h - what a name means: a macro's variable, a declared variable, a type, a function.
//
// Owner:  the planner.
// Spec:   cel-spec, "Name Resolution": the innermost variable first, then the longest dotted name
//         in the nearest container.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/environment.h"
#include "cel/value.h"

namespace jg::cel {

enum class Scope : bool { relative, absolute };  // absolute: written with a leading dot

class Names {
 public:
  explicit Names(const Environment& environment) : environment_(environment) {}

  // Variables of macros; the last pushed is found first. Returns its slot.
  std::uint32_t push(std::string_view name);
  void pop(std::size_t count) { locals_.resize(locals_.size() - count); }
  std::optional<std::uint32_t> find_local(std::string_view name) const;
  std::uint32_t most_locals() const { return most_; }

  // The longest beginning of `path` that is declared.
  struct Found {
    std::size_t slot = 0;
    std::size_t segments = 0;
  };
  std::optional<Found> find_root(std::span<const std::string_view> path, Scope scope) const;
  // A type if all of `path` names one.
  static std::optional<Value> find_type(std::span<const std::string_view> path);
  // "a.b.f" with style global.
  const Function* find_function(std::string_view name, std::size_t count, Scope scope) const;

  std::string nearest_variable(std::string_view name) const;
  std::string nearest_function(std::string_view name) const;

 private:
  // Calls visit(name) with `name` in each container, innermost first, until it returns true.
  template <class Visit>
  bool each_container(std::string_view name, Scope scope, Visit&& visit) const;

  const Environment& environment_;
  std::vector<std::string_view> locals_;
  std::uint32_t most_ = 0;
};

}  // namespace jg::cel
