// app/client_limits.h - what `config` says about calls to any upstream.
#pragma once

#include "app/config/static_config.h"
#include "upstream/limits.h"

namespace jg::app {

upstream::ClientLimits client_limits(const StaticConfig& settings);

}  // namespace jg::app
