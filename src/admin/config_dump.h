// admin/config_dump.h - GET /config_dump: the configuration in use.
//
// Trust: the text comes from the app with its secrets taken out already.
#pragma once

#include <functional>
#include <string>

#include "admin/router.h"

namespace jg::admin {

Page config_dump_page(std::function<std::string()> redacted_json);

}  // namespace jg::admin
