// cel/zone.h - a named time zone: how far local time is from UTC at a moment.
//
// Thread: immutable once loaded.
// Errors: nullopt for a name that the system's zone database does not have.
// Limits: load() reads a file and is for compile time only; after the last change the database
// lists (2037) the last
//         offset stays.
// Spec:   RFC 8536 (TZif).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace jg::cel {

class Zone {
 public:
  static std::optional<Zone> load(std::string_view name);
  static std::optional<Zone> parse(std::string_view tzif);

  std::int64_t offset_at(std::int64_t seconds) const;  // seconds east of UTC

 private:
  struct Change {
    std::int64_t at = 0;
    std::int32_t offset = 0;
  };
  std::vector<Change> changes_;
  std::int32_t first_offset_ = 0;
};

}  // namespace jg::cel
