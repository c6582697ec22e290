// mcp/multi/multi_target.h - several servers as one: their lists are merged, the rest goes to the one
// that it is about.
//
// Owner:  its backend. Thread: all workers.
// Errors: those of its targets; mcp.target_failed where one of several does not do its part,
//         mcp.unknown for what is of none.
// Limits: those of mcp/multi/share.h. No batches, whatever version is agreed on.
// Spec:   agentgateway's table of methods for several targets; mcp/multi/labels.h for the names.
#pragma once

#include <string>
#include <vector>

#include "mcp/config.h"
#include "mcp/list.h"
#include "mcp/multi/share.h"
#include "mcp/target.h"

namespace jg::mcp {

class MultiTarget final : public Target {
 public:
  struct Settings {
    FailureMode failure_mode;
    bool labels_names;  // or all servers' names stand side by side as they are
  };
  using Targets = std::vector<std::unique_ptr<const Target>>;
  MultiTarget(Targets targets, Settings settings);

  const std::string& name() const override { return name_; }
  bool takes_single_requests() const override;
  bool takes_batches() const override { return false; }
  Task<void> resolve(exchange::Exchange& exchange, Link* link, Message& message) const override;
  Task<Result<Opened>> open(exchange::Exchange& exchange, Batch initialize) const override;
  Task<Result<void>> send(exchange::Exchange& exchange, Link* link, Batch batch) const override;
  Task<Result<void>> listen(exchange::Exchange& exchange, Link* link) const override;
  Task<Result<bool>> close(exchange::Exchange& exchange, Link& link) const override;
  Task<Result<void>> describe(exchange::Exchange& exchange) const override;

 private:
  const Target* find(std::string_view name) const;
  std::shared_ptr<MultiLink> single_link() const;
  Shares share_out(const exchange::Exchange& exchange, const MultiLink& link) const;
  Task<void> read_catalog(exchange::Exchange& exchange, MultiLink& link, Kind kind,
                          std::string version) const;
  Task<Result<void>> send_request(exchange::Exchange& exchange, MultiLink& link,
                                  Message message) const;
  Task<Result<void>> discover(exchange::Exchange& exchange, MultiLink& link, Message message) const;
  Task<Result<void>> send_reply(exchange::Exchange& exchange, MultiLink& link,
                                Message message) const;
  Task<Result<void>> send_to(exchange::Exchange& exchange, const MultiLink::Part& part,
                             Message message) const;
  Task<Result<void>> tell_all(exchange::Exchange& exchange, MultiLink& link, Message message) const;
  Task<Result<void>> set_level(exchange::Exchange& exchange, MultiLink& link,
                               Message message) const;
  Task<Result<void>> list(exchange::Exchange& exchange, MultiLink& link, Message message,
                          const List& list) const;
  Result<std::string> merge_shares(exchange::Exchange& exchange, MultiLink& link,
                                   const Shares& shares, const List& list) const;
  Task<Result<void>> resume(exchange::Exchange& exchange, const MultiLink::Part& part,
                            std::string_view event) const;

  const Targets targets_;
  const Settings settings_;
  const std::string name_;
};

}  // namespace jg::mcp
