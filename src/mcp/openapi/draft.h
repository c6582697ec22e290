// mcp/openapi/draft.h - an operation while it is read: with the schemas as the description has them.
//
// Owner:  the stack of one load.
// Errors: told to a Teller: a schema that refers out of the description refuses it; one that is too
//         large leaves its operation out; one within itself is cut, with a warning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mcp/openapi/document.h"
#include "mcp/openapi/operation.h"

namespace jg::mcp::openapi {

struct DraftParameter {
  Parameter is;
  json::Value schema;
  std::string description;
};

struct Draft {
  Operation operation;
  std::vector<DraftParameter> parameters;
  json::Value body_schema;

  bool has(Group group, std::string_view name) const;
  // In place of one of the same name there.
  void put(DraftParameter parameter);
};

struct DraftPlace {
  const Document& document;
  const Teller& teller;
  const std::string& pointer;
};

// What a tool's client reads of it, and what its arguments are checked by. `described` is the operation
// in the description.
std::optional<Operation> finish(Draft draft, json::Value described, const DraftPlace& place);

}  // namespace jg::mcp::openapi
