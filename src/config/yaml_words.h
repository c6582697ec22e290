// config/yaml_words.h - what the YAML library complains of, in words that say what to do.
#pragma once

#include <string>
#include <string_view>

namespace jg::config {

std::string explain_yaml_error(std::string_view message);

}  // namespace jg::config
