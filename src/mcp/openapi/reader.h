// mcp/openapi/reader.h - reads one operation of a description.
//
// Owner:  the stack of one load.
// Errors: told to a Teller. Left out, with a warning: an operation without a name that tools can have,
//         with a path, a parameter's style or a body that is not supported, or of servers of its
//         own. Parameters in cookies, and those whose fields are not a client's to write, are left
//         out of their operation; it goes with them where they are required.
// Spec:   OpenAPI "Operation Object"; Accept, Content-Type and Authorization are no parameters.
// Trust:  fields that say who calls, what delimits a message or where it goes are never parameters.
#pragma once

#include <optional>
#include <string>

#include "mcp/openapi/draft.h"

namespace jg::mcp::openapi {

class Reader {
 public:
  Reader(const Document& document, const Teller& teller) : document_(document), teller_(teller) {}

  struct Place {
    std::string_view path;
    std::string_view method;  // in upper case
    json::Value item;         // what stands at the path
    std::string item_pointer;
    std::string pointer;  // of the operation itself
  };
  // Nothing when it is left out or refused.
  std::optional<Operation> read(json::Value operation, const Place& place) const;

 private:
  bool read_parameters(json::Value list, const std::string& pointer, Draft& draft) const;
  bool read_parameter(json::Value described, const std::string& pointer, Draft& draft) const;
  bool leave_out(json::Value described, const std::string& pointer, std::string_view why) const;
  bool refuse_lost(json::Value described, const std::string& pointer) const;
  bool read_body(json::Value described, const std::string& pointer, Draft& draft) const;
  bool check_path(const std::string& pointer, const Draft& draft) const;

  const Document& document_;
  const Teller& teller_;
};

}  // namespace jg::mcp::openapi
