// app/arrival_rules.h - asks the rules about connections (frontendPolicies.networkAuthorization)
// whether one may be served at all.
//
// Owner: a worker. Thread: its loop.
#pragma once

#include <optional>

#include "exchange/exchange.h"
#include "http/server.h"
#include "proxy/frontend.h"
#include "telemetry/metrics.h"

namespace jg::app {

class ArrivalRules {
 public:
  ArrivalRules(exchange::Worker& worker, telemetry::WorkerMetrics& metrics)
      : worker_(worker), metrics_(metrics) {}

  // Counts and logs those that may not.
  bool admit(const http::Addresses& addresses, const proxy::Frontend& frontend);

 private:
  exchange::Worker& worker_;
  telemetry::WorkerMetrics& metrics_;
  std::optional<exchange::Exchange> arrival_;  // made for the first that is asked about
};

}  // namespace jg::app
