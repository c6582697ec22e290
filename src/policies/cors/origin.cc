#include "policies/cors/origin.h"

#include <charconv>

#include "base/ascii.h"

namespace jg::policies::cors {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, wrong] = std::from_chars(text.data(), end, port);
  if (wrong != std::errc{} || stop != end || port == 0) return std::nullopt;
  return port;
}

std::optional<Origin> parse(std::string_view text) {
  Origin out;
  const std::size_t mark = text.find("://");
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = text.substr(0, mark);
  if (ascii::iequals(scheme, "https")) {
    out.scheme = Origin::Scheme::https;
    out.port = kHttpsPort;
  } else if (ascii::iequals(scheme, "http")) {
    out.port = kHttpPort;
  } else {
    return std::nullopt;
  }
  out.host = text.substr(mark + 3);
  // Behind the brackets of an IPv6 address, if it is one.
  const std::size_t bracket = out.host.find(']');
  const std::size_t colon = out.host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const auto port = parse_port(out.host.substr(colon + 1));
    if (!port) return std::nullopt;
    out.port = *port;
    out.host = out.host.substr(0, colon);
  }
  if (out.host.empty() || out.host.find_first_of("/?#@ \t,") != std::string_view::npos)
    return std::nullopt;
  return out;
}

// `pattern` is lower case; each `*` in it stands for any characters, or none.
bool fits_host(std::string_view pattern, std::string_view host) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;  // the last `*` met, and what it stands for so far
  std::size_t taken = 0;
  while (in < host.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = in;
    } else if (at < pattern.size() && pattern[at] == ascii::to_lower(host[in])) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace

std::optional<Origin> parse_origin(std::string_view text) {
  const auto origin = parse(text);
  if (!origin || origin->host.find('*') != std::string_view::npos) return std::nullopt;
  return origin;
}

std::optional<OriginPattern> OriginPattern::parse(std::string_view text) {
  const auto origin = cors::parse(text);
  if (!origin) return std::nullopt;
  OriginPattern out;
  out.scheme_ = origin->scheme;
  out.host_ = ascii::lower(origin->host);
  out.port_ = origin->port;
  return out;
}

bool OriginPattern::fits(const Origin& origin) const {
  return scheme_ == origin.scheme && port_ == origin.port && fits_host(host_, origin.host);
}

}  // namespace jg::policies::cors
