// mcp/openapi/service.h - the operations of a REST service that are tools, out of its description.
//
// Owner:  its target; shared by all workers, immutable.
// Errors: told to a Teller; what a description has that is not supported leaves its operation out
//         with a warning, what breaks OpenAPI's own rules refuses the whole.
// Limits: kMostTools; kMostBytes of all that tools/list says; Document::kMostSteps to read it, what is
//         left out included.
// Spec:   OpenAPI 3.0 and 3.1, "Paths Object" to "Request Body Object".
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "mcp/openapi/document.h"
#include "mcp/openapi/operation.h"
#include "mcp/openapi/path_table.h"

namespace jg::mcp::openapi {

class Service {
 public:
  static constexpr std::size_t kMostTools = 1024;
  static constexpr std::size_t kMostBytes = 4 << 20;

  static std::optional<Service> read(const Document& document, const Teller& teller);

  const std::vector<Operation>& operations() const { return operations_; }
  const Operation* find(std::string_view name) const;
  const PathTable& paths() const { return paths_; }
  const std::string& title() const { return title_; }
  const std::string& version() const { return version_; }

 private:
  std::string title_;
  std::string version_;
  PathTable paths_;
  std::vector<Operation> operations_;
  boost::unordered_flat_map<std::string, std::size_t, KeyedHash, std::equal_to<>> by_name_;
};

// The path before those of the operations, without a slash at its end: `own`, or that of the only
// server that the description names. Nothing, with a fault, when it cannot be told.
std::optional<std::string> base_path_of(const Document& document,
                                        const std::optional<std::string>& own,
                                        const Teller& teller);

}  // namespace jg::mcp::openapi
