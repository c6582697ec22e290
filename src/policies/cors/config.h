// policies/cors/config.h - the value of `cors`.
//
// Spec: agentgateway's CorsSerde.
#pragma once

#include "config/type.h"
#include "policies/cors/settings.h"

namespace jg::policies::cors {

config::Type<Settings> settings_type();

}  // namespace jg::policies::cors
