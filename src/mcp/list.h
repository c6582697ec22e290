// mcp/list.h - the lists that servers keep, and how their items are called.
//
// To add one: its row in list.cc.
// Thread: static.
// Spec:   MCP 2024-11-05 to 2025-11-25.
#pragma once

#include <string_view>

#include "mcp/method.h"

namespace jg::mcp {

struct List {
  std::string_view method;  // that asks for it
  std::string_view member;  // of the result, which holds it
  Kind kind;                // of its items
  std::string_view name;    // their member that names them
};

// Null for what is none.
const List* find_list_in(std::string_view member);
const List* find_list_for(std::string_view method);

}  // namespace jg::mcp
