// mcp/openapi/conformity.h - whether a value is what a schema says, as far as it is cheap to tell.
//
// Looked at are type, enum, required, properties, additionalProperties, items and allOf. All else is
// the service's to judge.
//
// Thread: any.
// Limits: as deep as both are, which their documents bound.
// Spec:   JSON Schema 2020-12.
#pragma once

#include "json/value.h"
#include "mcp/openapi/mistake.h"

namespace jg::mcp::openapi {

// `place` is how the value is called: "body.tags[1]".
Checked<void> check_value(json::Value schema, json::Value value, const std::string& place);

}  // namespace jg::mcp::openapi
