// config/size.h - numbers of bytes: 65536, 64KiB, 2MiB, 1GiB.
//
// Limits: what does not fit 63 bits is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jg::config {

std::optional<std::uint64_t> parse_size(std::string_view text);
std::string size_text(std::uint64_t bytes);  // in the largest unit that needs no fraction

}  // namespace jg::config
