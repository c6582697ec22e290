// net/connection_limits.h - how many connections there may be at a time.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>

namespace jg::net {

struct ConnectionLimits {
  std::size_t total = std::numeric_limits<std::size_t>::max();
  std::optional<std::size_t> per_client = {};
};

}  // namespace jg::net
