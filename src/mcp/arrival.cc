#include "mcp/arrival.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "http/uri.h"
#include "mcp/field.h"

namespace jg::mcp {
namespace {

constexpr std::array<std::string_view, 3> kLocalNames = {"localhost", "127.0.0.1", "::1"};

std::unexpected<Error> refuse(const char* code, std::string_view what = {}) {
  return fail(Blame::client, code, std::string(what));
}

std::string_view without_parameters(std::string_view type) {
  return ascii::trim(type.substr(0, type.find(';')));
}

// "text/event-stream" is taken by itself, by "text/*" and by "*/*".
bool covers(std::string_view range, std::string_view type) {
  if (range == "*/*" || ascii::iequals(range, type)) return true;
  return range.ends_with("/*") &&
         ascii::iequals(range.substr(0, range.size() - 1), type.substr(0, range.size() - 1));
}

bool accepts(const http::RequestHead& request, std::string_view type) {
  for (const http::Field& field : request.fields) {
    if (field.name != "accept") continue;
    for (std::string_view left = field.value; !left.empty();) {
      const std::size_t comma = std::min(left.find(','), left.size());
      if (covers(without_parameters(left.substr(0, comma)), type)) return true;
      left.remove_prefix(std::min(comma + 1, left.size()));
    }
  }
  return false;
}

bool is_local(std::string_view host) {
  return std::ranges::find(kLocalNames, host) != kLocalNames.end();
}

bool is_local_origin(std::string_view origin) {
  const auto url = http::parse_url(origin);
  return url && is_local(url->host);
}

}  // namespace

Result<void> check_post(const http::RequestHead& request) {
  if (!accepts(request, kJson) || !accepts(request, kEvents)) return refuse("mcp.accept");
  return check_content(request);
}

Result<void> check_content(const http::RequestHead& request) {
  const auto type = request.fields.find("content-type");
  const auto coding = request.fields.find("content-encoding");
  if (!type || !ascii::iequals(without_parameters(*type), kJson)) return refuse("mcp.content_type");
  if (coding && !ascii::iequals(*coding, "identity"))
    return refuse("mcp.content_type", "it has a content coding");
  return {};
}

Result<void> check_listen(const http::RequestHead& request) {
  if (!accepts(request, kEvents)) return refuse("mcp.accept");
  return {};
}

Result<const Version*> read_version(const http::RequestHead& request) {
  const Version* out = &assumed_version();
  for (const http::Field& field : request.fields) {
    if (field.name != kProtocolVersion) continue;
    out = find_version(ascii::trim(field.value));
    if (out == nullptr) return refuse("mcp.protocol_version");
  }
  return out;
}

bool is_single(const http::RequestHead& request) {
  const auto version = read_version(request);
  return version && !(*version)->has_sessions;
}

Result<void> check_local_names(const http::RequestHead& request) {
  const auto authority = http::parse_authority(request.authority);
  if (!authority || !is_local(ascii::lower(authority->host)))
    return refuse("mcp.foreign_name", "Host names another machine");
  for (const http::Field& field : request.fields) {
    if (field.name == "origin" && !is_local_origin(field.value))
      return refuse("mcp.foreign_name", "Origin names another machine");
  }
  return {};
}

}  // namespace jg::mcp
