#include "admin/servers.h"

#include <utility>

#include "admin/config_dump.h"
#include "admin/ready.h"
#include "admin/scrape.h"

namespace jg::admin {
namespace {

// A page whose text never changes.
Page text_page(std::string text) {
  return [text = std::move(text)](const AdminRequest&) -> AdminResponse { return {.body = text}; };
}

// To add a page: 1. its file beside this one; 2. a line here; 3. docs/guide/operations.md.
Router admin_pages(AdminSources sources) {
  Router router;
  router.add("GET", "/healthz", "answers while the gateway runs", text_page("ok\n"));
  router.add("GET", "/config_dump", "the configuration in use, secrets redacted",
             config_dump_page(std::move(sources.redacted_config_json)));
  router.add("POST", "/logging", "shows the log level; ?level=debug|info|warn|error|off sets it",
             logging_page(std::move(sources.logging)));
  const std::string listing = "GET / - this list\n" + router.listing();
  router.add("GET", "/", "this list", text_page(listing));
  return router;
}

}  // namespace

Router readiness_pages(std::function<std::vector<std::string>()> pending) {
  Router router;
  router.add("GET", "/healthz/ready", "whether traffic may be sent here",
             ready_page(std::move(pending)));
  return router;
}

Router stats_pages(std::function<std::string()> metrics) {
  Router router;
  const Page page = scrape_page(std::move(metrics));
  router.add("GET", "/metrics", "the counters", page);
  router.add("GET", "/stats/prometheus", "the same", page);
  return router;
}

AdminServer::AdminServer(std::string_view address, AdminSources sources)
    : guard_(address), router_(admin_pages(std::move(sources))) {}

AdminResponse AdminServer::answer(const AdminRequest& request) const {
  return guard_.admits(request) ? router_.answer(request) : refuse_host();
}

}  // namespace jg::admin
