#include "proxy/match.h"

#include <re2/re2.h>

#include <algorithm>

#include "http/uri.h"

namespace jg::proxy {

Result<Pattern> Pattern::compile(std::string_view text) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto regex = std::make_shared<RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!regex->ok()) return fail(Blame::config, "config.bad_pattern", regex->error());
  Pattern pattern;
  pattern.regex_ = std::move(regex);
  return pattern;
}

bool Pattern::covers(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *regex_);
}

const std::string& Pattern::text() const { return regex_->pattern(); }

namespace {

bool header_fits(const http::Fields& fields, const ValueMatch& match) {
  return std::ranges::any_of(fields, [&](const http::Field& field) {
    return field.name == match.name && match.fits(field.value);
  });
}

// The last parameter of that name, as agentgateway reads repeated ones.
bool query_fits(std::string_view query, const ValueMatch& match) {
  bool fits = false;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (const auto value = http::find_query(pair, match.name)) fits = match.fits(*value);
  }
  return fits;
}

}  // namespace

bool RouteMatch::fits_rest(const http::RequestHead& request) const {
  if (method && request.method != *method) return false;
  return std::ranges::all_of(
             headers,
             [&](const ValueMatch& match) { return header_fits(request.fields, match); }) &&
         std::ranges::all_of(
             query, [&](const ValueMatch& match) { return query_fits(request.query, match); });
}

std::string shown(const RouteMatch& match) {
  std::string out = match.method ? *match.method + " " : std::string();
  switch (match.path.kind) {
    case PathKind::exact: out += "path " + match.path.text; break;
    case PathKind::prefix:
      out += match.path.text + (match.path.text.ends_with('/') ? "*" : "/*");
      break;
    case PathKind::regex: out += "path ~ " + match.path.text; break;
  }
  for (const auto& header : match.headers) out += " with header " + header.name;
  for (const auto& parameter : match.query) out += " with query " + parameter.name;
  return out;
}

std::string_view without_trailing_slashes(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path == "/" ? std::string_view() : path;
}

}  // namespace jg::proxy
