// backends/host/host_backend.h - passes an exchange on to one of several HTTP servers, chosen by
// weight.
//
// Owner:  the route. Thread: immutable; the clients are per worker.
// Errors: those of upstream::Client; backend.none without a backend of a weight above 0.
// Spec:   Host becomes the backend's host, as agentgateway rewrites it, unless urlRewrite says.
#pragma once

#include <string>
#include <vector>

#include "exchange/backend.h"
#include "exchange/header_edits.h"
#include "upstream/clients.h"

namespace jg::backends::host {

struct Target {
  upstream::Endpoint endpoint;
  std::uint32_t weight = 1;
  exchange::HeaderEdits request_headers = {};
  exchange::HeaderEdits response_headers = {};
};

class HostBackend final : public exchange::Backend {
 public:
  HostBackend(const upstream::Clients& clients, std::vector<Target> targets);
  Task<Result<void>> call(exchange::Exchange& exchange) const override;

 private:
  struct Choice {
    Target target;
    std::string authority;    // "localhost:8080"
    std::uint64_t up_to = 0;  // of the running sum of weights
  };
  const Choice* choose(exchange::Worker& worker) const;

  const upstream::Clients& clients_;
  std::vector<Choice> choices_;
  std::uint64_t total_ = 0;
};

}  // namespace jg::backends::host
