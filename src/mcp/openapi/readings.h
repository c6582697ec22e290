// mcp/openapi/readings.h - the ways in which a service may read one segment of a path.
//
// As it is, decoded once more or several times, a bad triplet left as it is, and each time also
// without what a semicolon begins, or `?` and `#` for who decodes before it takes a URL apart.
//
// Thread: any.
// Limits: three decodings.
// Spec:   RFC 3986 section 3.3.
#pragma once

#include <functional>
#include <string_view>

namespace jg::mcp::openapi {

// Whether `matches` is true of a reading of `segment`, or those have no end. `segment` is as a
// service has it that decodes once.
bool has_reading(std::string_view segment, const std::function<bool(std::string_view)>& matches);

}  // namespace jg::mcp::openapi
