// admin/scrape.h - GET /metrics: the counters, for a scraper.
#pragma once

#include <functional>
#include <string>

#include "admin/router.h"

namespace jg::admin {

// `metrics` gives the text exposition (telemetry/metrics.h).
Page scrape_page(std::function<std::string()> metrics);

}  // namespace jg::admin
