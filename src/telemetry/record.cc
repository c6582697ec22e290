#include "telemetry/record.h"

namespace jg::telemetry {

std::string_view name_of(McpSubject::Kind kind) {
  switch (kind) {
    case McpSubject::Kind::none: return {};
    case McpSubject::Kind::tool: return "tool";
    case McpSubject::Kind::prompt: return "prompt";
    case McpSubject::Kind::resource: return "resource";
    case McpSubject::Kind::task: return "task";
  }
  return {};
}

}  // namespace jg::telemetry
