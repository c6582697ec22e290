// admin/scrape.h - GET /metrics: the counters, for a scraper.
#pragma once

#include <functional>
#include <string>

#include "admin/router.h"
#include "telemetry/exposition.h"

namespace jg::admin {

using MetricsSource = std::function<Task<std::string>(telemetry::ExpositionFormat)>;

Page scrape_page(MetricsSource metrics);

}  // namespace jg::admin
