#include "mcp/openapi/path_table.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/uri.h"

namespace jg::mcp::openapi {
namespace {

std::string decoded(std::string_view text) {
  return http::percent_decode(text).value_or(std::string(text));
}

// Some services do not tell upper from lower case.
bool istarts_with(std::string_view text, std::string_view begin) {
  return ascii::iequals(text.substr(0, begin.size()), begin);
}
bool iends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && ascii::iequals(text.substr(text.size() - end.size()), end);
}

}  // namespace

void PathTable::add(std::string_view method, std::string_view path_template) {
  entries_.push_back({std::string(method), std::string(path_template), split(path_template)});
}

PathTable::Segments PathTable::split(std::string_view path) {
  Segments out;
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view text = path.substr(0, end);
    const std::size_t open = text.find('{'), close = text.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos)
      out.push_back({decoded(text), {}, false});
    else
      out.push_back({decoded(text.substr(0, open)), decoded(text.substr(close + 1)), true});
    if (end == path.size()) return out;
    path.remove_prefix(end + 1);
  }
}

bool PathTable::fits(const Segments& segments, const Segments& path) {
  return std::ranges::equal(segments, path, [](const Segment& segment, const Segment& part) {
    const std::string& text = part.before;
    if (!segment.has_place) return ascii::iequals(segment.before, text);
    return text.size() > segment.before.size() + segment.after.size() &&
           istarts_with(text, segment.before) && iends_with(text, segment.after);
  });
}

bool PathTable::says_more(const Segments& segments, const Segments& own) {
  return !std::ranges::equal(segments, own, [](const Segment& segment, const Segment& mine) {
    const bool is_written_out = !segment.has_place && mine.has_place;
    const std::size_t length = segment.before.size() + segment.after.size();
    return !is_written_out && length <= mine.before.size() + mine.after.size();
  });
}

// A brace of a value is encoded in `path`, so no value is taken for a place.
bool PathTable::is_anothers(std::string_view method, std::string_view own,
                            std::string_view path) const {
  const Segments mine = split(own), parts = split(path);
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return entry.method == method && entry.path_template != own && fits(entry.segments, parts) &&
           says_more(entry.segments, mine);
  });
}

}  // namespace jg::mcp::openapi
