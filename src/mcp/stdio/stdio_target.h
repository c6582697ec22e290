// mcp/stdio/stdio_target.h - a server that is run as our child, one process for each session.
//
// Owner:  its backend. Thread: all workers.
// Errors: mcp.server_start, .server_pause, .server_busy, mcp.duplicate_id, .no_metadata; those of
//         mcp/conversation/dealings.h.
// Limits: a server that cannot begin is begun again for the same caller only after a pause
//         (mcp/start_gate.h).
#pragma once

#include "mcp/hub.h"
#include "mcp/start_gate.h"
#include "mcp/stdio/command.h"
#include "mcp/target.h"

namespace jg::mcp {

class StdioTarget final : public Target {
 public:
  StdioTarget(std::shared_ptr<const Hub> hub, Command command,
              std::shared_ptr<const StartGate> gate)
      : hub_(std::move(hub)), command_(std::move(command)), gate_(std::move(gate)) {}

  const std::string& name() const override { return command_.name; }
  Task<Result<Opened>> open(exchange::Exchange& exchange, Batch initialize) const override;
  Task<Result<void>> send(exchange::Exchange& exchange, Link* link, Batch batch) const override;
  Task<Result<void>> listen(exchange::Exchange& exchange, Link* link) const override;
  Task<Result<bool>> close(exchange::Exchange& exchange, Link& link) const override;
  Task<Result<void>> describe(exchange::Exchange& exchange) const override;
  bool starts_servers() const override { return true; }
  Result<std::shared_ptr<Server>> start(exchange::Exchange& exchange) const override;

 private:
  const std::shared_ptr<const Hub> hub_;
  const Command command_;
  const std::shared_ptr<const StartGate> gate_;
};

}  // namespace jg::mcp
