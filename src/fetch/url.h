// fetch/url.h - what must be known of a URL beside fetching it.
//
// Trust: a redirect's URL is the server's and may be anything.
#pragma once

#include <optional>
#include <string>

namespace jg::fetch {

struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; brackets about an IPv6 address
  std::string port;    // also when it is the scheme's own
  std::string path;
};

// Nothing for what is no absolute URL of http or https with a host.
std::optional<Url> parse_url(const std::string& text);

// For logs and pages: without user, password, query and fragment, which may be secrets.
std::string shown_url(const std::string& text);

// Whether a server may send us from one URL to the other: it stays the same host and port, or
// becomes that host's TLS.
bool may_redirect(const std::string& from, const std::string& to);

}  // namespace jg::fetch
