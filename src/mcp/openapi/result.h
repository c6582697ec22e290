// mcp/openapi/result.h - a service's answer as the result of a tool's call.
//
// Thread: any.
// Limits: the caller bounds the body.
// Spec:   MCP "Tool Result": text, image, audio or an embedded resource; structuredContent is an
//         object. Whatever a service says of a call that failed, the model reads it.
// Trust:  the service's answer is hostile: it is content and never becomes part of the message around
//         it. JSON is passed as structure only where everybody reads the same in it.
#pragma once

#include <string>
#include <string_view>

#include "mcp/openapi/mistake.h"

namespace jg::mcp::openapi {

struct Answer {
  int status = 0;
  std::string_view type;  // of its content, without parameters
  std::string_view body;
};

// As JSON text. `uri` names the answer where it is a resource.
std::string result_of(const Answer& answer, std::string_view uri);
std::string result_of(const Mistake& mistake);

}  // namespace jg::mcp::openapi
