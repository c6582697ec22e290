#include "mcp/version.h"

#include <algorithm>
#include <array>

namespace jg::mcp {
namespace {

constexpr auto kVersions = std::to_array<Version>({
    {"2024-11-05", true},
    {"2025-03-26", true},
    {"2025-06-18", false},
    {"2025-11-25", false},
    {"2026-07-28", false, false},
});

}  // namespace

const Version* find_version(std::string_view name) {
  const auto found = std::ranges::find(kVersions, name, &Version::name);
  return found == kVersions.end() ? nullptr : &*found;
}

std::span<const Version> all_versions() { return kVersions; }

const Version& newest_with_sessions() {
  return *std::find_if(kVersions.rbegin(), kVersions.rend(),
                       [](const Version& version) { return version.has_sessions; });
}

const Version& assumed_version() { return kVersions[1]; }

}  // namespace jg::mcp
