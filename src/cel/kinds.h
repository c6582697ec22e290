// cel/kinds.h - what a value may be before it is known: a set of kinds.
//
// Thread: values.
#pragma once

#include <cstdint>
#include <string>

#include "cel/value.h"

namespace jg::cel {

using Kinds = std::uint32_t;

template <class... Each>
constexpr Kinds kinds(Each... each) {
  return (Kinds{0} | ... | (Kinds{1} << static_cast<unsigned>(each)));
}

inline constexpr Kinds kAnyKind = (Kinds{1} << static_cast<unsigned>(Kind::error)) - 1;
inline constexpr Kinds kNumber = kinds(Kind::integer, Kind::unsigned_integer, Kind::real);

constexpr bool may_be(Kinds set, Kind kind) { return (set & kinds(kind)) != 0; }
constexpr bool overlap(Kinds a, Kinds b) { return (a & b) != 0; }

// Whether == can be true between values of the two: numbers compare across their kinds.
constexpr bool may_be_equal(Kinds a, Kinds b) {
  return overlap(a, b) || (overlap(a, kNumber) && overlap(b, kNumber));
}

// "a string", "a string or a list"; "anything" of all of them.
std::string describe(Kinds set);

}  // namespace jg::cel
