// mcp/multi/labels.h - how the names of several servers stand side by side.
//
// A tool or prompt `x` of the server `a` is `a_x`, a resource `u` is `a+u` (but `ui://u` is
// `ui://a+u`), and a request that `a` sends with the id 7 is `agw_a_n_7`, or `agw_a_s_x` for the id
// "x". Names of servers have neither sign, so the first one ends them.
// Thread: any.
// Spec:   agentgateway's names for several targets.
// Trust:  what comes back is a client's: a label may be of no server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "telemetry/record.h"

namespace jg::mcp {

struct Labelled {
  std::string target;
  std::string rest;  // as the server knows it; an id as JSON
};

// The label of something of a kind that has one: tools, prompts, resources.
std::string label(telemetry::McpSubject::Kind kind, std::string_view target, std::string_view name);
std::optional<Labelled> read_label(telemetry::McpSubject::Kind kind, std::string_view text);

// `id` is compact JSON: 7, "x". So is what these give and take.
std::string label_id(std::string_view target, std::string_view id);
std::optional<Labelled> read_id_label(std::string_view id);

// Of an event in a stream; its id is any text on one line.
std::string label_event(std::string_view target, std::string_view id);
std::optional<Labelled> read_event_label(std::string_view id);

}  // namespace jg::mcp
