// exchange/header_edits.h - fields that a configuration adds to a message, sets in it, and removes.
//
// Owner:  who was configured with them; fields that they wrote look into them.
// Thread: immutable.
// Errors: told to a Faults at load; applying cannot fail.
// Spec:   agentgateway's HeaderModifier: first add, then set, then remove. RFC 9110 sections 5.1
//         and 5.5 for what a name and a value may be.
// Trust:  the operator's. No edit can touch a field that delimits a message, belongs to one
//         connection, or says which host is meant: those are refused at load.
#pragma once

#include <string>
#include <vector>

#include "config/type.h"
#include "http/fields.h"

namespace jg::exchange {

class HeaderEdits {
 public:
  struct Field {
    std::string name;  // lower case
    std::string value;
  };

  std::vector<Field> add;
  std::vector<Field> set;
  std::vector<std::string> remove;  // lower case

  void apply(http::Fields& fields) const;
  // "sets x-a, removes x-b, x-c": names only, since a value may be a secret.
  std::string describe() const;
};

config::Type<HeaderEdits> header_edits_type();

}  // namespace jg::exchange
