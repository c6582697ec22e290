// app/build_snapshot.h - makes what the workers use out of what the file says, in full or not at
// all.
//
// Errors: told to a Faults, all in one go.
#pragma once

#include <memory>
#include <vector>

#include "app/config/root.h"
#include "exchange/feature.h"
#include "net/tls_tickets.h"
#include "proxy/snapshot.h"
#include "upstream/clients.h"

namespace jg::app {

struct BuildInput {
  const RootConfig& root;
  const std::vector<exchange::PolicyFeature>& features;
  const exchange::LoadContext& context;
  const upstream::Clients& clients;
  const net::TicketKeys& tickets;
};

// Null when anything was at fault.
std::unique_ptr<proxy::Snapshot> build_snapshot(const BuildInput& input, config::Faults& faults);

}  // namespace jg::app
