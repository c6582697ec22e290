// mcp/openapi/request.h - the HTTP request that a tool's arguments come to.
//
// Owner:  self-contained. Thread: any.
// Limits: kMostTarget bytes of path and query.
// Trust:  the arguments are a client's. They fill places that the operation has and nothing else; one
//         that it has not is a mistake, not left out. Null is as good as absent.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mcp/openapi/mistake.h"
#include "mcp/openapi/operation.h"

namespace jg::mcp::openapi {

struct Request {
  static constexpr std::size_t kMostTarget = 16 << 10;

  std::string path;
  std::string query;
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case
  std::optional<std::string> body;
};

Checked<Request> make_request(const Operation& operation, json::Value arguments);

}  // namespace jg::mcp::openapi
