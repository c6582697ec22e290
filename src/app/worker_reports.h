// app/worker_reports.h - what the workers are doing, as each of them tells when it is asked.
//
// Thread: ask() from the control thread; a worker answers between two pieces of its work.
// Limits: kPatience; a worker that is busy for longer is left out.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/worker.h"
#include "upstream/clients.h"

namespace jg::app {

constexpr std::chrono::milliseconds kReportPatience{1000};

struct WorkerReport {
  std::vector<DoorReport> doors;
  std::vector<upstream::EndpointReport> upstreams;
};

// By worker; nothing of those that did not answer.
using WorkerReports = std::vector<std::optional<WorkerReport>>;

Task<WorkerReports> ask_workers(net::Loop& control,
                                std::span<const std::unique_ptr<Worker>> workers,
                                const upstream::Clients& clients);

}  // namespace jg::app
