// mcp/openapi/style.h - a parameter's value as it is spelled in a path, a query or a header field.
//
// Thread: any.
// Spec:   OpenAPI "Style Values"; RFC 6570. `allowReserved` changes nothing: all but unreserved
//         characters is encoded.
// Trust:  a client's value. In a query it becomes parameters of its own name; of an object that is
//         spread (form, explode), of names that its schema has.
#pragma once

#include <string>

#include "mcp/openapi/mistake.h"
#include "mcp/openapi/operation.h"

namespace jg::mcp::openapi {

// `place` is how a mistake calls the value.
Checked<std::string> write_path_value(const Parameter& parameter, json::Value value,
                                      const std::string& place);
Checked<std::string> write_field_value(const Parameter& parameter, json::Value value,
                                       const std::string& place);
// "name=value&name=value"; empty for an empty list.
Checked<std::string> write_query(const Parameter& parameter, json::Value value,
                                 const std::string& place);

}  // namespace jg::mcp::openapi
