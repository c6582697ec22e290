// mcp/old_transport/relay.h - brings answers to a client's stream when the request that asked for
// them is over.
//
// Owner:  the loop that it runs on, the hub's: it outlives the worker that was asked.
// Thread: any.
// Limits: what fits into the stream's inbox; a client that reads too slowly loses the stream.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mcp/inbox.h"
#include "net/loop.h"

namespace jg::mcp {

struct Relay {
  std::shared_ptr<Inbox> from;  // of the loop
  std::shared_ptr<Inbox> stream;
  std::vector<std::string> requests = {};  // ids of those that must be told when it fails
};

// Until `from` is closed.
void start_relay(net::Loop& loop, Relay relay);

}  // namespace jg::mcp
