// admin/servers.h - the gateway's own three servers: readiness, statistics, administration.
//
// Owner:  app, which binds them to their addresses (15021, 15020, and 15000 on loopback).
// Thread: admin/router.h.
// Trust:  readiness and statistics tell anyone who asks; administration is guarded by host_guard.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "admin/explain.h"
#include "admin/host_guard.h"
#include "admin/json_page.h"
#include "admin/logging.h"
#include "admin/ready.h"
#include "admin/router.h"
#include "admin/scrape.h"

namespace jg::admin {

Router readiness_pages(std::function<Readiness()> readiness);
Router stats_pages(MetricsSource metrics);

struct AdminSources {
  JsonSource config;
  JsonSource connections;
  JsonSource memory;
  JsonSource keys;
  std::function<std::size_t()> refresh_keys;  // gives how many sets are fetched
  LoggingControl logging;
  ExplainSource explain;
  ExplainSource cel;
  std::function<void()> stop;
};

class AdminServer {
 public:
  // `address` as HostGuard takes it.
  AdminServer(std::string_view address, AdminSources sources);
  Task<AdminResponse> answer(const AdminRequest& request) const;

 private:
  HostGuard guard_;
  Router router_;
};

}  // namespace jg::admin
