#include "exchange/url_change.h"

#include <algorithm>

#include "http/uri.h"

namespace jg::exchange {
namespace {

bool is_usual(std::string_view scheme, std::uint16_t port) {
  return (scheme == "http" && port == 80) || (scheme == "https" && port == 443);
}

// The host as it was written, brackets of an IPv6 literal included.
std::string_view written_host(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? authority.substr(0, colon) : authority;
}

std::string_view with_port(std::string_view host, std::uint16_t port, std::string_view scheme,
                           Arena& arena) {
  if (is_usual(scheme, port)) return host;
  return arena.copy(std::string(host) + ":" + std::to_string(port));
}

// "/old/x" with the prefix "/old" replaced by "/new": "/new/x". Segments stay whole.
std::string replace_prefix(std::string_view path, std::string_view prefix, std::string_view by) {
  std::string out(by);
  std::string_view rest = path.substr(std::min(prefix.size(), path.size()));
  if (out.ends_with('/') && rest.starts_with('/')) rest.remove_prefix(1);
  if (!out.ends_with('/') && !rest.empty() && !rest.starts_with('/')) out += '/';
  return out.append(rest);
}

}  // namespace

std::string_view change_authority(const AuthorityChange& change, Exchange& exchange,
                                  std::string_view scheme, RequestPort port) {
  const std::string_view authority = exchange.request.authority;
  switch (change.kind) {
    case AuthorityChange::Kind::automatic:
    case AuthorityChange::Kind::none: return authority;
    case AuthorityChange::Kind::full: return change.text;
    case AuthorityChange::Kind::host: {
      const auto parsed = http::parse_authority(authority);
      if (port == RequestPort::dropped || !parsed || !parsed->port) return change.text;
      return with_port(change.text, *parsed->port, scheme, exchange.arena);
    }
    case AuthorityChange::Kind::port:
      return with_port(written_host(authority), change.port, scheme, exchange.arena);
  }
  return authority;
}

Result<std::string_view> change_target(const PathChange& change, Exchange& exchange) {
  const http::RequestHead& request = exchange.request;
  std::string target;
  switch (change.kind) {
    case PathChange::Kind::none: return request.target;
    case PathChange::Kind::full: target = change.text; break;
    case PathChange::Kind::prefix:
      if (!exchange.matched_prefix)
        return fail(Blame::config, "rewrite.no_prefix", "the route did not match by a prefix");
      target = replace_prefix(request.path, *exchange.matched_prefix, change.text);
      break;
  }
  if (!request.query.empty()) target.append("?").append(request.query);
  return exchange.arena.copy(target);
}

void set_target(http::RequestHead& request, std::string_view target) {
  request.target = target;
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  request.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

}  // namespace jg::exchange
