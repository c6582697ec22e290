// mcp/backend.h - the backend behind `mcp`: streamable HTTP towards clients (the old transport's
// are for mcp/old_transport), a target behind it.
//
// Owner:  the route. Thread: all workers; sessions are the hub's.
// Errors: mcp.* (exchange/refusal lists them), told as JSON-RPC errors.
// Limits: exchange.buffer_bytes of a body; those of the sessions and of the target.
// Spec:   MCP "Streamable HTTP", 2025-03-26 to 2026-07-28, of which the last has no sessions.
// Trust:  a session is its caller's: another's id for it is unknown here.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "exchange/backend.h"
#include "mcp/error_answer.h"
#include "mcp/hub.h"
#include "mcp/old_transport/old_transport.h"
#include "mcp/stateless/transient.h"
#include "mcp/target.h"
#include "mcp/version.h"

namespace jg::mcp {

class McpBackend final : public exchange::Backend {
 public:
  struct Settings {
    std::chrono::milliseconds session_idle_limit{};
    bool only_local_names = false;  // in Host and Origin
    bool is_stateless = false;      // clients have no sessions: each request is one of its own
  };
  // Sessions by the transport of their clients.
  struct Groups {
    std::shared_ptr<const SessionGroup> streamable, old;
  };
  McpBackend(std::shared_ptr<const Hub> hub, Groups groups, std::unique_ptr<const Target> target,
             Settings settings);

  Task<Result<void>> call(exchange::Exchange& exchange) const override;
  Task<Result<void>> explain(exchange::Exchange& exchange) const override;

 private:
  Task<Result<void>> serve(exchange::Exchange& exchange, Asked& asked) const;
  Task<Result<void>> post(exchange::Exchange& exchange, Asked& asked) const;
  Task<Result<void>> judge(exchange::Exchange& exchange, Asked& asked, Link* link,
                           Batch& batch) const;
  Task<Result<void>> post_single(exchange::Exchange& exchange, Asked& asked, Batch batch) const;
  Task<Result<void>> post_alone(exchange::Exchange& exchange, Asked& asked, const Version& version,
                                Batch batch) const;
  Task<Result<void>> ask_alone(exchange::Exchange& exchange, Asked& asked, Transient& session,
                               Batch batch) const;
  Result<const Version*> find_version_of(const http::RequestHead& request) const;
  Result<std::shared_ptr<Session>> make_session(const exchange::Exchange& exchange) const;
  Task<Result<void>> begin(exchange::Exchange& exchange, Batch initialize) const;
  Task<Result<void>> listen(exchange::Exchange& exchange) const;
  Task<Result<void>> end(exchange::Exchange& exchange) const;
  // Null without an id in the request.
  Result<std::shared_ptr<Session>> find_session(exchange::Exchange& exchange) const;

  const std::shared_ptr<const Hub> hub_;
  const std::shared_ptr<const SessionGroup> group_;
  const std::unique_ptr<const Target> target_;
  const Settings settings_;
  const OldTransport old_;
  const std::string shown_;  // in the log
};

}  // namespace jg::mcp
