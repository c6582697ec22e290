// app/own_servers.h - the gateway's own servers on their addresses: readiness, statistics,
// administration.
//
// Owner:  the server. Thread: the control loop's.
// Errors: net.listen, with the server's name.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "admin/servers.h"
#include "app/config/static_config.h"
#include "app/service_server.h"

namespace jg::app {

class OwnServers {
 public:
  struct Pages {
    std::function<admin::Readiness()> readiness;
    admin::MetricsSource metrics;
    admin::AdminSources admin;
  };

  explicit OwnServers(net::Loop& control) : control_(control) {}

  Result<void> start(const StaticConfig& settings, Pages pages);
  // When another instance serves the same addresses, whoever comes from now on comes to that one.
  void yield();
  void stop();

 private:
  Result<void> start(std::string_view name, const std::optional<ServiceAddress>& address,
                     ServiceServer::Answer answer);

  net::Loop& control_;
  std::vector<std::unique_ptr<ServiceServer>> servers_;
};

}  // namespace jg::app
