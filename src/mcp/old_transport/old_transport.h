// mcp/old_transport/old_transport.h - clients of the old HTTP+SSE transport: GET opens a stream and
// with it a session, whose messages are posted beside it and answered in the stream.
//
// Owner:  its backend. Thread: all workers.
// Errors: mcp.*; of a request that rules refuse, and of what a server fails, in the stream.
// Limits: those of sessions; mcp/inbox.h for what a client has not read.
// Spec:   MCP 2024-11-05 "HTTP with SSE"; no batches.
// Trust:  a session is its caller's, and ends with its stream. Its ids are none of streamable HTTP.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "mcp/error_answer.h"
#include "mcp/hub.h"
#include "mcp/old_transport/stream_link.h"
#include "mcp/target.h"

namespace jg::mcp {

class OldTransport {
 public:
  struct Settings {
    std::shared_ptr<const Hub> hub;
    std::shared_ptr<const SessionGroup> group;  // of its own
    std::chrono::milliseconds session_idle_limit{};
    bool is_stateless = false;  // then nobody is served
  };
  // `target` outlives it.
  OldTransport(Settings settings, const Target& target)
      : settings_(std::move(settings)), target_(target) {}

  // `asked` is the request's, once it was read.
  Task<Result<void>> serve(exchange::Exchange& exchange, Asked& asked) const;

 private:
  Task<Result<void>> open(exchange::Exchange& exchange) const;
  Task<Result<void>> post(exchange::Exchange& exchange, Asked& asked) const;
  Task<Result<void>> take(exchange::Exchange& exchange, StreamLink& link, Batch batch) const;
  Result<void> begin(exchange::Exchange& exchange, StreamLink& link, const Message& first) const;
  Result<std::shared_ptr<Session>> find_session(exchange::Exchange& exchange) const;

  const Settings settings_;
  const Target& target_;
};

}  // namespace jg::mcp
