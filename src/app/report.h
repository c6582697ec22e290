// app/report.h - says, per route, which authentication applies and what is NOT checked.
#pragma once

#include <string>
#include <vector>

#include "exchange/policy.h"
#include "proxy/snapshot.h"

namespace jg::app {

// Lines for start-up and --validate-only, in the order of ports, listeners and routes.
std::vector<exchange::Policy::Remark> report(const proxy::Snapshot& snapshot);

std::string shown(const exchange::Policy::Remark& remark);

}  // namespace jg::app
