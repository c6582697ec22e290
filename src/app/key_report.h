// app/key_report.h - what is told of what is fetched: the admin page, and the metrics.
//
// Trust: public parts only; URLs without what may be secret in them (fetch/url.h).
#pragma once

#include <string>
#include <vector>

#include "keys/report.h"
#include "telemetry/metrics.h"

namespace jg::app {

std::string keys_dump(const keys::Reports& reports);

// Of key sets: one for each URL, however many settings it is fetched with.
std::vector<telemetry::ProcessFacts::KeySource> key_sources(const keys::Reports& reports);

}  // namespace jg::app
