// cel/plan.h - what is evaluated: a flat tree whose names are slots, its constants computed.
//
// Owner:  the Program; nodes refer to its arena and to static Functions.
// Thread: immutable once built.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cel/ast.h"
#include "cel/function.h"
#include "cel/value.h"

namespace jg::cel {

enum class Op : std::uint8_t {
  constant,
  root,
  member,  // of a root
  local,
  select,
  optional_select,
  has,
  index,
  optional_index,
  call,
  both,
  either,
  conditional,
  unary,
  equal,
  not_equal,
  in,
  binary,
  list,
  map,
  all,
  exists,
  exists_one,
  transform,
  filter,
  transform_map,
  transform_map_entry,
  filter_keys,
  bind,
  opt_map,
  opt_flat_map,
  optional_or,
  optional_or_value,
  fallback,
  coalesce
};

using NodeId = std::uint32_t;

struct PlanNode {
  Op op = Op::constant;
  Operator oper = Operator::none;  // of unary and binary
  bool has_second = false;         // a macro with two variables
  bool filtered = false;           // a macro whose first body is a condition
  std::uint32_t offset = 0;        // byte of the expression, for errors
  std::uint32_t first = 0;         // children are Plan::children[first .. first + count)
  std::uint32_t count = 0;
  std::uint32_t slot =
      0;  // of a root; of a local; of a macro's first variable, the second is the next
  std::uint32_t field = 0;  // RootMember::field
  Value constant;           // or the name of the member
  const Function* function = nullptr;
  const Prepared* prepared = nullptr;
};

struct Child {
  NodeId node = 0;
  bool optional = false;  // a list item or map key written with ?
};

// What was written, as [begin, end) of the expression; nothing for a part of a path.
struct Written {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Plan {
  std::vector<PlanNode> nodes;
  std::vector<Written> written;  // by node, when the plan is to be traced
  std::vector<Child> children;
  std::vector<std::unique_ptr<const Prepared>> prepared;
  NodeId root = 0;
  std::uint32_t locals = 0;  // variables of macros that live at once
};

}  // namespace jg::cel
