// config/node_json.h - a piece of configuration as the JSON text it stands for.
#pragma once

#include <optional>
#include <string>

#include "config/document.h"

namespace jg::config {

// Empty when it holds a number that JSON cannot say (infinity, not a number).
std::optional<std::string> json_of(const Node& node);

}  // namespace jg::config
