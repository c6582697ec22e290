// admin/ready.h - GET /healthz/ready: whether traffic may be sent here.
//
// Trust: anybody may ask, so it says what is the matter and never why.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "admin/router.h"

namespace jg::admin {

struct Readiness {
  std::vector<std::string> pending;  // what is still to be done before the gateway can serve
  // What is the matter although it can: the last change of the configuration was not taken.
  std::vector<std::string> remarks;
};

// 200 or 500, in words; as JSON for who accepts that.
Page ready_page(std::function<Readiness()> readiness);

}  // namespace jg::admin
