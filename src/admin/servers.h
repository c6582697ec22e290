// admin/servers.h - the gateway's own three servers: readiness, statistics, administration.
//
// Owner:  app, which binds them to their addresses (15021, 15020, and 15000 on loopback).
// Thread: admin/router.h.
// Trust:  readiness and statistics tell anyone who asks; administration is guarded by host_guard.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/host_guard.h"
#include "admin/logging.h"
#include "admin/router.h"

namespace jg::admin {

Router readiness_pages(std::function<std::vector<std::string>()> pending);
Router stats_pages(std::function<std::string()> metrics);

struct AdminSources {
  std::function<std::string()> redacted_config_json;
  LoggingControl logging;
};

class AdminServer {
 public:
  // `address` as HostGuard takes it.
  AdminServer(std::string_view address, AdminSources sources);
  AdminResponse answer(const AdminRequest& request) const;

 private:
  HostGuard guard_;
  Router router_;
};

}  // namespace jg::admin
