// app/version.h - the version that --version and build_info tell.
#pragma once

#include <string_view>

namespace jg::app {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace jg::app
