#include "admin/ready.h"

#include <utility>

namespace jg::admin {

Page ready_page(std::function<std::vector<std::string>()> pending) {
  return [pending = std::move(pending)](const AdminRequest&) -> AdminResponse {
    std::string names;
    for (const std::string& name : pending()) {
      if (!names.empty()) names += ", ";
      names += name;
    }
    if (names.empty()) return {.body = "ready\n"};
    return {.status = 500, .body = "not ready, pending: " + names + '\n'};
  };
}

}  // namespace jg::admin
