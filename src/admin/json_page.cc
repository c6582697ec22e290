#include "admin/json_page.h"

#include <utility>

namespace jg::admin {

Page json_page(JsonSource source) {
  return [source = std::move(source)](const AdminRequest&) { return give(kJson, source()); };
}

}  // namespace jg::admin
