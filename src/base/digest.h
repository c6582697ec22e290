// base/digest.h - SHA-256, for names of things that are long or secret.
#pragma once

#include <array>
#include <string_view>

namespace jg {

using Sha256 = std::array<char, 32>;
Sha256 sha256(std::string_view bytes);

inline std::string_view text_of(const Sha256& digest) { return {digest.data(), digest.size()}; }

}  // namespace jg
