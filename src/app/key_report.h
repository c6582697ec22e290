// app/key_report.h - the admin page of fetched keys, as JSON.
//
// Trust: public parts only; URLs without what may be secret in them (fetch/url.h).
#pragma once

#include <string>

#include "keys/report.h"

namespace jg::app {

std::string keys_dump(const keys::Reports& reports);

}  // namespace jg::app
