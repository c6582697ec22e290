// app/config/match_type.h - a route's `matches`, as written.
//
// Spec: agentgateway's RouteMatch.
#pragma once

#include "config/schema.h"
#include "proxy/match.h"

namespace jg::app {

config::Type<proxy::RouteMatch> match_type();
config::Type<std::string> hostname_type();  // lower case; "*.suffix" allowed

}  // namespace jg::app
