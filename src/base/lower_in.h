// base/lower_in.h - text in lower case, kept in an arena; as it is where it has no capital.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace jg {

std::string_view lower_in(std::string_view text, Arena& arena);

}  // namespace jg
