// proxy/frontend.h - what holds for the connections of a port, whatever they ask for.
//
// Owner:  the snapshot's ports; a connection keeps the one it began with, so that a reload changes
//         it for new connections only.
// Thread: immutable.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "exchange/log_plan.h"
#include "exchange/rules.h"
#include "http/limits.h"
#include "net/connection_limits.h"

namespace jg::proxy {

struct Frontend {
  std::chrono::milliseconds handshake_timeout{15'000};  // of TLS
  http::ServerLimits http;
  std::size_t buffered_body = 2 * 1024 * 1024;  // bytes of a body that must be read in full
  net::ConnectionLimits connections;
  std::shared_ptr<const exchange::RuleSet> network_rules;  // null: everybody may connect
  std::shared_ptr<const exchange::LogPlan> log;            // null: all is told as it is
};

}  // namespace jg::proxy
