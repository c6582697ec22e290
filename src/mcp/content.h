// mcp/content.h - what an answer's fields say of its body.
//
// Thread: any.
// Spec:   RFC 9110 sections 8.3 and 8.4.
#pragma once

#include <string_view>

#include "http/fields.h"

namespace jg::mcp {

// Without parameters; empty when there is none.
std::string_view media_type_of(const http::Fields& fields);

// Whether it must be decoded before it can be read.
bool is_coded(const http::Fields& fields);

}  // namespace jg::mcp
