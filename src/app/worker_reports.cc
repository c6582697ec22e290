#include "app/worker_reports.h"

#include <algorithm>

#include "net/alarm.h"

namespace jg::app {
namespace {

// Kept by whoever may still answer, also after nobody waits any more.
struct Gathering {
  Gathering(net::Loop& control, std::size_t workers) : done(control), reports(workers) {}
  net::Event done;
  WorkerReports reports;
};

}  // namespace

Task<WorkerReports> ask_workers(net::Loop& control,
                                std::span<const std::unique_ptr<Worker>> workers,
                                const upstream::Clients& clients) {
  const auto gathering = std::make_shared<Gathering>(control, workers.size());
  for (std::size_t i = 0; i < workers.size(); ++i) {
    workers[i]->report([&control, &clients, gathering, i](std::vector<DoorReport> doors) {
      WorkerReport report{std::move(doors), clients.of(static_cast<unsigned>(i)).report()};
      control.post([gathering, i, report = std::move(report)]() mutable {
        gathering->reports[i] = std::move(report);
        if (std::ranges::all_of(gathering->reports,
                                [](const auto& one) { return one.has_value(); }))
          gathering->done.set();
      });
    });
  }
  net::Alarm alarm(gathering->done);
  alarm.set(control.deadlines(), kReportPatience);
  co_await gathering->done.wait();
  co_return gathering->reports;
}

}  // namespace jg::app
