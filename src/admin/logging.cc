#include "admin/logging.h"

#include <array>
#include <optional>
#include <utility>

#include "http/uri.h"

namespace jg::admin {
namespace {

struct NamedLevel {
  std::string_view name;
  log::Level level;
};

constexpr auto kLevels = std::to_array<NamedLevel>({{"debug", log::Level::debug},
                                                    {"info", log::Level::info},
                                                    {"warn", log::Level::warn},
                                                    {"error", log::Level::error},
                                                    {"off", log::Level::off}});

std::optional<log::Level> find_level(std::string_view name) {
  for (const NamedLevel& one : kLevels)
    if (one.name == name) return one.level;
  return std::nullopt;
}

std::string name_of(log::Level level) {
  for (const NamedLevel& one : kLevels)
    if (one.level == level) return std::string(one.name);
  return "unknown";
}

}  // namespace

Page logging_page(LoggingControl control) {
  return at_once([control = std::move(control)](const AdminRequest& request) -> AdminResponse {
    if (const auto wanted = http::find_query(request.query, "level")) {
      const auto level = find_level(*wanted);
      if (!level) {
        return {.status = 400,
                .body = "no such level; there are debug, info, warn, error and off\n"};
      }
      control.set_level(*level);
    }
    return {.body = "level: " + name_of(control.level()) + '\n'};
  });
}

}  // namespace jg::admin
