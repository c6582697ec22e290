// mcp/openapi/guarded_field.h - which fields could make a request another one than its operation.
//
// Trust: neither of a client's own fields nor as a described parameter does one of them reach the
//        service: rules are about operations, so method and path must be what they look like.
#pragma once

#include <string_view>

namespace jg::mcp::openapi {

// Says where a request goes, what its method is, or how it is coded. `lower` is in lower case.
bool is_guarded_field(std::string_view lower);

}  // namespace jg::mcp::openapi
