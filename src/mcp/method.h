// mcp/method.h - the methods of MCP that a client may use, and what each is about.
//
// To add one: its row in method.cc.
// Thread: static.
// Spec:   MCP 2024-11-05 to 2026-07-28, client's requests and notifications.
#pragma once

#include <string_view>

#include "telemetry/record.h"

namespace jg::mcp {

using Kind = telemetry::McpSubject::Kind;

struct Method {
  std::string_view name;
  Kind kind = Kind::none;        // of what it is about
  std::string_view member = {};  // of its params, which names that; "ref" is one of two kinds
};

// Null for a method that MCP has not.
const Method* find_method(std::string_view name);

// Whether rules decide about it. A method that nobody knows could do anything.
bool is_judged(std::string_view name);

// For metrics, which must not take a client's word for a label.
std::string_view label_of(std::string_view name);

}  // namespace jg::mcp
