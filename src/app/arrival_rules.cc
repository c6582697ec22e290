#include "app/arrival_rules.h"

#include "base/log.h"
#include "exchange/network_rules.h"

namespace jg::app {

bool ArrivalRules::admit(const http::Addresses& addresses, const proxy::Frontend& frontend) {
  if (!frontend.network_rules) return true;
  if (!arrival_) arrival_.emplace(worker_);
  arrival_->reset();
  arrival_->source = {addresses.peer, addresses.peer_port};
  arrival_->destination = {addresses.local, addresses.local_port};
  arrival_->tls = addresses.tls.get();
  const auto allowed = exchange::evaluate_network_rules(*frontend.network_rules, *arrival_);
  if (allowed) return true;
  telemetry::count_closing(metrics_, telemetry::Closing::network_rules);
  log::debug("closed a connection from " + addresses.peer_text() + ": " + allowed.error().detail);
  return false;
}

}  // namespace jg::app
