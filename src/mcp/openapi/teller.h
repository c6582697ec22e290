// mcp/openapi/teller.h - tells what is wrong with a description, and where in it.
//
// Owner:  the stack of one load.
// Errors: told to a Faults at the place where the configuration names the description; the place
//         within it stands in front as a JSON pointer.
// Spec:   RFC 6901 section 6: `#/paths/~1pets/get`.
#pragma once

#include <string>
#include <string_view>

#include "config/faults.h"

namespace jg::mcp::openapi {

// `pointer` with a member behind it.
std::string within(std::string_view pointer, std::string_view member);

class Teller {
 public:
  Teller(const config::Place& place, config::Faults& faults) : place_(place), faults_(faults) {}

  // The description cannot be used.
  void refuse(std::string_view pointer, std::string_view what) const;
  // It can, without this.
  void warn(std::string_view pointer, std::string_view what) const;
  config::Faults& faults() const { return faults_; }
  const config::Place& place() const { return place_; }

 private:
  const config::Place& place_;
  config::Faults& faults_;
};

}  // namespace jg::mcp::openapi
