// mcp/openapi/path_template.h - a path with places for values, and what may be put there.
//
// Owner:  self-contained. Thread: immutable.
// Spec:   OpenAPI "Path Templating"; RFC 3986 section 3.3.
// Trust:  the template is the operator's, values are a client's: one fills its place and nothing
//         else. It never is empty, adds no segment and climbs out of none, however the service
//         reads it (readings.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jg::mcp::openapi {

class PathTemplate {
 public:
  static constexpr std::size_t kMostBytes = 4096;

  // Nothing for one that is longer or not canonical, or whose braces do not pair.
  static std::optional<PathTemplate> parse(std::string_view text);

  const std::string& text() const { return text_; }
  const std::vector<std::string>& names() const { return names_; }
  // `values` are encoded, one for each of names(), and of texts that may_stand_in_path().
  std::string fill(const std::vector<std::string>& values) const;

 private:
  std::string text_;
  std::vector<std::string> literals_;  // one more than there are names
  std::vector<std::string> names_;
};

// Of a text that is not encoded yet.
bool may_stand_in_path(std::string_view text);

}  // namespace jg::mcp::openapi
