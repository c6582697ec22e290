// mcp/multi/catalog.h - which of several servers has what, where names do not say it.
//
// Owner:  a session's link. Thread: any, behind a lock that is held for a look-up.
// Limits: those of the lists it was made of.
// Trust:  servers say what they have. What two of them call alike is nobody's: who asks for it must
//         not get the other one's.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mcp/method.h"

namespace jg::mcp {

class Catalog {
 public:
  struct Item {
    std::string name;  // a resource's URI
    std::string target;
  };
  // All of a kind that the servers have, in place of what was known.
  void set(Kind kind, std::vector<Item> items);
  // Of resources: items are templates (RFC 6570).
  void set_templates(std::vector<Item> items);
  // Nothing when it is of no server, or of several.
  std::optional<std::string> find_target(Kind kind, std::string_view name) const;

 private:
  mutable std::mutex mutex_;
  std::map<Kind, std::vector<Item>> items_;
  std::vector<Item> templates_;
};

// The names that more than one server has, sorted.
std::vector<std::string> find_shared(std::vector<Catalog::Item> items);

// Whether `uri` may be what the template expands to; what stands between braces may be anything.
bool could_be_of(std::string_view uri_template, std::string_view uri);

}  // namespace jg::mcp
