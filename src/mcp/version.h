// mcp/version.h - the protocol versions that are understood, and what differs between them here.
//
// To add a version: its row in version.cc.
// Spec: MCP "Lifecycle", version negotiation: client and server agree between themselves; whoever
//       passes their messages on needs to know which one it is.
#pragma once

#include <span>
#include <string_view>

namespace jg::mcp {

struct Version {
  std::string_view name;
  bool has_batches;          // a body may be a list of messages
  bool has_sessions = true;  // or every request says all that there is to know
};

const Version* find_version(std::string_view name);

std::span<const Version> all_versions();  // the oldest first

// Of those that have sessions.
const Version& newest_with_sessions();

// What a client that does not say speaks (MCP "Protocol Version Header").
const Version& assumed_version();

}  // namespace jg::mcp
