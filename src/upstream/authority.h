// upstream/authority.h - an endpoint as the Host field names it: without the scheme's own port.
//
// Spec: RFC 9110 section 4.2.3.
#pragma once

#include <string>

#include "upstream/endpoint.h"

namespace jg::upstream {

std::string authority_of(const Endpoint& endpoint);  // "localhost:8080", "[::1]"

}  // namespace jg::upstream
