// net/lookup_family.h - which families of addresses are asked for, and in which order they are
// tried.
#pragma once

#include <cstdint>

namespace jg::net {

enum class LookupFamily : std::uint8_t { all, v4_preferred, v4_only, v6_only };

}  // namespace jg::net
