// config/nearest.h - the right word for a mistyped one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jg::config {

// The candidate that differs by case only or by few edits; empty when none is near.
std::optional<std::string> find_nearest(std::string_view word,
                                        const std::vector<std::string>& candidates);

// `a, b, c`, the first dozen of them.
std::string listed(const std::vector<std::string>& words);

}  // namespace jg::config
