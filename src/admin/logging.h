// admin/logging.h - POST /logging: shows the log's level, or changes it with `?level=`.
//
// Errors: 400 for a level that does not exist; nothing is changed then.
#pragma once

#include <functional>

#include "admin/router.h"
#include "base/log.h"

namespace jg::admin {

struct LoggingControl {
  std::function<log::Level()> level;
  std::function<void(log::Level)> set_level;
};

Page logging_page(LoggingControl control);

}  // namespace jg::admin
