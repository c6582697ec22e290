#include "app/own_servers.h"

#include "app/listen.h"

namespace jg::app {
namespace {

// Requests come until the server ends, so their pages live as long.
template <class Pages>
ServiceServer::Answer answer_with(Pages pages) {
  return [pages = std::make_shared<const Pages>(std::move(pages))](
             const admin::AdminRequest& request) { return pages->answer(request); };
}

std::string text_of(const std::optional<ServiceAddress>& address) {
  return address ? address->host + ":" + std::to_string(address->port) : std::string();
}

}  // namespace

Result<void> OwnServers::start(const StaticConfig& settings, Pages pages) {
  auto started = start("readiness", settings.readiness,
                       answer_with(admin::readiness_pages(std::move(pages.readiness))));
  if (started)
    started =
        start("stats", settings.stats, answer_with(admin::stats_pages(std::move(pages.metrics))));
  if (started)
    started =
        start("admin", settings.admin,
              answer_with(admin::AdminServer(text_of(settings.admin), std::move(pages.admin))));
  return started;
}

Result<void> OwnServers::start(std::string_view name, const std::optional<ServiceAddress>& address,
                               ServiceServer::Answer answer) {
  if (!address) return {};
  auto acceptor = listen_at(*address, name, control_);
  if (!acceptor) return std::unexpected(std::move(acceptor.error()));
  servers_.push_back(std::make_unique<ServiceServer>(control_, std::move(answer)));
  servers_.back()->start(std::move(*acceptor));
  return {};
}

void OwnServers::yield() {
  for (const auto& server : servers_) server->yield();
}

void OwnServers::stop() {
  for (const auto& server : servers_) server->stop();
}

}  // namespace jg::app
