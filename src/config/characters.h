// config/characters.h - which bytes a configuration file may hold.
//
// Spec: RFC 3629 (UTF-8), YAML 1.2.2 section 5.1 (c-printable).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace jg::config {

struct BadCharacter {
  std::size_t offset;
  const char* reason;
};

// The first character that may not be there.
std::optional<BadCharacter> find_bad_character(std::string_view text);

}  // namespace jg::config
