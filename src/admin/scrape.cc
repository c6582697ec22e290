#include "admin/scrape.h"

#include <utility>

#include "telemetry/exposition.h"

namespace jg::admin {

Page scrape_page(std::function<std::string()> metrics) {
  return [metrics = std::move(metrics)](const AdminRequest&) -> AdminResponse {
    return {.content_type = telemetry::kExpositionType, .body = metrics()};
  };
}

}  // namespace jg::admin
