#include "admin/scrape.h"

#include <utility>

namespace jg::admin {

Page scrape_page(MetricsSource metrics) {
  return [metrics = std::move(metrics)](const AdminRequest& request) {
    const telemetry::ExpositionFormat format = telemetry::choose_format(request.accept);
    return give(telemetry::content_type(format), metrics(format));
  };
}

}  // namespace jg::admin
