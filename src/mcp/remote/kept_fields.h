// mcp/remote/kept_fields.h - fields of a client's request that are used on another thread, or when
// it is over.
//
// Owner:  self-contained; what is added to looks into it.
// Thread: any, one at a time.
// Trust:  among them are tokens.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "http/fields.h"

namespace jg::mcp {

class KeptFields {
 public:
  explicit KeptFields(const http::Fields& fields) {
    for (const http::Field& field : fields)
      fields_.emplace_back(field.name, Secret(std::string(field.value)));
  }
  void add_to(http::Fields& fields) const {
    for (const auto& [name, value] : fields_) fields.add(name, value.reveal());
  }

 private:
  std::vector<std::pair<std::string, Secret>> fields_;
};

}  // namespace jg::mcp
