// admin/json_page.h - a page that shows a state as JSON.
#pragma once

#include <functional>
#include <string>

#include "admin/router.h"

namespace jg::admin {

// Gives the text when it is known; secrets have been taken out of it.
using JsonSource = std::function<Task<std::string>()>;

Page json_page(JsonSource source);

}  // namespace jg::admin
