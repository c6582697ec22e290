// admin/ready.h - GET /healthz/ready: whether traffic may be sent here.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "admin/router.h"

namespace jg::admin {

// `pending` names what is still to be done before the gateway can serve; nothing when it can.
Page ready_page(std::function<std::vector<std::string>()> pending);

}  // namespace jg::admin
