// config/environment.h - variables in scalar text: $NAME, ${NAME}, ${NAME:-text} and $$.
//
// Errors: an unset variable without a default is told by name and offset, never by value.
// Limits: the expanded text is cut short beyond a bound the caller gives.
// Spec:   the forms agentgateway accepts; any other `$` and an unclosed `${` stay as they are.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jg::config {

using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// The variables of this process. Not to be called while another thread sets one.
Environment process_environment();

struct Expansion {
  struct Unset {
    std::string name;
    std::size_t offset;  // of its `$` in the text as written
  };
  std::string text;
  std::vector<Unset> unset;
  bool used_variable = false;  // a value or a default was put in
  bool too_long = false;
};

Expansion expand(std::string_view text, const Environment& environment, std::size_t most_bytes);

}  // namespace jg::config
