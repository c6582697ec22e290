#include "admin/config_dump.h"

#include <utility>

namespace jg::admin {

Page config_dump_page(std::function<std::string()> redacted_json) {
  return [redacted_json = std::move(redacted_json)](const AdminRequest&) -> AdminResponse {
    return {.content_type = "application/json", .body = redacted_json()};
  };
}

}  // namespace jg::admin
