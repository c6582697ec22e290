#include "mcp/sse/message_place.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/uri.h"

namespace jg::mcp {
namespace {

std::unexpected<Error> refuse(const char* what) {
  return fail(Blame::upstream, "mcp.no_endpoint", what);
}

bool is_visible(char c) { return c > 0x20 && c < 0x7f; }

// "https:" and the like; a colon behind a slash belongs to a path.
bool has_scheme(std::string_view reference) {
  const std::size_t at = reference.find_first_of(":/?");
  return at != std::string_view::npos && reference[at] == ':';
}

Result<std::string> of_url(const HttpServer& server, std::string_view text) {
  const auto url = http::parse_url(text);
  if (!url) return refuse("the place for messages is no URL");
  const std::string_view scheme = server.endpoint.tls ? "https" : "http";
  if (url->scheme != scheme || !ascii::iequals(url->host, server.endpoint.host) ||
      url->port != server.endpoint.port)
    return refuse("the place for messages is of another origin");
  std::string out = url->path.empty() ? "/" : url->path;
  if (!url->query.empty()) out.append("?").append(url->query);
  return out;
}

// RFC 3986 section 5.2.3, before dot segments go.
std::string merge(std::string_view base, std::string_view reference) {
  if (reference.starts_with('/')) return std::string(reference);
  if (!reference.starts_with('?')) base = base.substr(0, base.rfind('/') + 1);
  return std::string(base).append(reference);
}

}  // namespace

Result<std::string> resolve_place(const HttpServer& server, std::string_view reference) {
  if (reference.empty() || reference.size() > kMostReference)
    return refuse("the place for messages is empty or too long");
  if (!std::ranges::all_of(reference, is_visible) ||
      reference.find_first_of("\\#") != reference.npos)
    return refuse("the place for messages has bytes that no such place has");
  std::string target;
  if (has_scheme(reference) || reference.starts_with("//")) {
    const std::string scheme = server.endpoint.tls ? "https:" : "http:";
    auto of = of_url(
        server, has_scheme(reference) ? std::string(reference) : scheme + std::string(reference));
    if (!of) return of;
    target = std::move(*of);
  } else {
    target = merge(server.path, reference);
  }
  const std::size_t query = std::min(target.find('?'), target.size());
  Arena arena;
  const auto path = http::canonical_path(std::string_view(target).substr(0, query), arena);
  if (!path || path->starts_with("//"))
    return refuse("the place for messages has a path that could be read in two ways");
  return std::string(*path).append(target, query);
}

}  // namespace jg::mcp
