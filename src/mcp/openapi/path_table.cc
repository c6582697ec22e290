#include "mcp/openapi/path_table.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/uri.h"
#include "mcp/openapi/readings.h"

namespace jg::mcp::openapi {
namespace {

std::string plain(std::string_view text) {
  return ascii::lower(http::percent_decode(text).value_or(std::string(text)));
}

std::vector<std::string> split_segment(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t open = text.find('{'); open != text.npos; open = text.find('{')) {
    const std::size_t close = text.find('}', open);
    if (close == text.npos) break;
    out.push_back(plain(text.substr(0, open)));
    text.remove_prefix(close + 1);
  }
  out.push_back(plain(text));
  return out;
}

// Each place takes one character at least.
bool fits(const std::vector<std::string>& literals, std::string_view text) {
  const std::string& begin = literals.front();
  const std::string& end = literals.back();
  if (literals.size() == 1) return text == begin;
  if (text.size() < begin.size() + end.size() || !text.starts_with(begin) || !text.ends_with(end))
    return false;
  text = text.substr(begin.size(), text.size() - begin.size() - end.size());
  for (std::size_t i = 1; i + 1 < literals.size(); ++i) {
    const std::size_t at = text.find(literals[i], 1);
    if (at == text.npos) return false;
    text.remove_prefix(at + literals[i].size());
  }
  return !text.empty();
}

// `path` has one text for each segment.
bool all_fit(const std::vector<std::vector<std::string>>& segments,
             const std::vector<std::vector<std::string>>& path) {
  return std::ranges::equal(segments, path, [](const auto& literals, const auto& segment) {
    return has_reading(segment.front(), [&](std::string_view reading) {
      return fits(literals, ascii::lower(reading));
    });
  });
}

std::size_t written_out(const std::vector<std::string>& literals) {
  std::size_t out = 0;
  for (const std::string& literal : literals) out += literal.size();
  return out;
}

}  // namespace

void PathTable::add(std::string_view method, std::string_view path_template) {
  entries_.push_back({std::string(method), std::string(path_template), split(path_template)});
}

PathTable::Segments PathTable::split(std::string_view path) {
  Segments out;
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    out.push_back(split_segment(path.substr(0, end)));
    if (end == path.size()) return out;
    path.remove_prefix(end + 1);
  }
}

bool PathTable::says_more(const Segments& segments, const Segments& own) {
  return !std::ranges::equal(segments, own, [](const Segment& segment, const Segment& mine) {
    const bool is_written_out = segment.size() == 1 && mine.size() > 1;
    return !is_written_out && written_out(segment) <= written_out(mine);
  });
}

// Who answers GET answers HEAD (RFC 9110 section 9.3.2).
bool PathTable::answers(const Entry& entry, std::string_view method) {
  return entry.method == method || (entry.method == "GET" && method == "HEAD");
}

// A brace of a value is encoded in `path`, so no value is taken for a place.
bool PathTable::is_anothers(std::string_view method, std::string_view own,
                            std::string_view path) const {
  const Segments mine = split(own), parts = split(path);
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return answers(entry, method) && entry.path_template != own &&
           says_more(entry.segments, mine) && all_fit(entry.segments, parts);
  });
}

}  // namespace jg::mcp::openapi
