// app/dump.h - what the admin pages show, as JSON.
//
// Trust: secrets are left out (config/redacted.h).
#pragma once

#include <string>

#include "app/load.h"
#include "app/worker_reports.h"

namespace jg::app {

// The configuration as it was read, and the ports, listeners, routes and policies it came to.
std::string config_dump(const Loaded& loaded);
std::string connections_dump(const WorkerReports& reports);
std::string memory_dump();

}  // namespace jg::app
