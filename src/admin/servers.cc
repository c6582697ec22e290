#include "admin/servers.h"

#include <utility>

namespace jg::admin {
namespace {

// A page whose text never changes.
Page text_page(std::string text) {
  return at_once(
      [text = std::move(text)](const AdminRequest&) -> AdminResponse { return {.body = text}; });
}

Page stop_page(std::function<void()> stop) {
  return at_once([stop = std::move(stop)](const AdminRequest&) -> AdminResponse {
    stop();
    return {.body = "the gateway ends when what is under way is done\n"};
  });
}

Page refresh_page(std::function<std::size_t()> refresh) {
  return at_once([refresh = std::move(refresh)](const AdminRequest&) -> AdminResponse {
    return {.body = "fetching now: " + std::to_string(refresh()) + "\n"};
  });
}

// To add a page: 1. its file beside this one, when json_page does not do; 2. a line here;
// 3. docs/guide/operations.md.
Router admin_pages(AdminSources sources) {
  Router router;
  router.add("GET", "/healthz", "answers while the gateway runs", text_page("ok\n"));
  router.add("GET", "/config_dump", "the configuration and what became of it, secrets redacted",
             json_page(std::move(sources.config)));
  router.add("GET", "/debug/connections", "the connections of each worker's ports",
             json_page(std::move(sources.connections)));
  router.add("GET", "/memory", "the memory in use", json_page(std::move(sources.memory)));
  router.add("GET", "/keys", "the keys that are fetched by URL, public parts only",
             json_page(std::move(sources.keys)));
  router.add("POST", "/keys/refresh", "fetches them all now",
             refresh_page(std::move(sources.refresh_keys)));
  router.add("POST", "/logging", "shows the log level; ?level=debug|info|warn|error|off sets it",
             logging_page(std::move(sources.logging)));
  router.add("POST", "/explain", "what would become of a request; config.explainTokens opens it",
             explain_page(std::move(sources.explain)));
  router.add("POST", "/cel", "what an expression gives; config.explainTokens opens it",
             explain_page(std::move(sources.cel)));
  router.add("POST", "/quitquitquit", "ends the gateway as SIGTERM does",
             stop_page(std::move(sources.stop)));
  const std::string listing = "GET / - this list\n" + router.listing();
  router.add("GET", "/", "this list", text_page(listing));
  return router;
}

}  // namespace

Router readiness_pages(std::function<Readiness()> readiness) {
  Router router;
  router.add("GET", "/healthz/ready", "whether traffic may be sent here",
             ready_page(std::move(readiness)));
  return router;
}

Router stats_pages(MetricsSource metrics) {
  Router router;
  const Page page = scrape_page(std::move(metrics));
  router.add("GET", "/metrics", "the counters", page);
  router.add("GET", "/stats/prometheus", "the same", page);
  return router;
}

AdminServer::AdminServer(std::string_view address, AdminSources sources)
    : guard_(address), router_(admin_pages(std::move(sources))) {}

Task<AdminResponse> AdminServer::answer(const AdminRequest& request) const {
  return guard_.admits(request) ? router_.answer(request) : give(refuse_host());
}

}  // namespace jg::admin
