// http/uri.h - one canonical path for routing, rules and upstream, and the pieces of a query.
//
// Errors: uri.bad_encoding, uri.bad_path, uri.bad_authority (the client's); uri.bad_url (config's).
// Spec:   RFC 3986 sections 2, 3 and 6.2.2; WHATWG URL for form decoding of queries.
// Trust:  hostile. What routes, authorises and is sent on is the same text: a path whose meaning
//         depends on who decodes it (encoded slash or backslash, NUL, dot segments that climb out)
//         is refused or normalised once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"

namespace jg::http {

// Removes dot segments and decodes percent-encoded unreserved characters; everything else keeps its
// spelling, hex digits in upper case. Returns `path` itself when it is canonical already (the usual
// case, no allocation). Refused: what does not begin with '/', bad percent encoding, %00, %2F and
// %5C, a raw backslash, a control byte or any beyond ASCII, ".." above the root.
Result<std::string_view> canonical_path(std::string_view path, Arena& arena);

struct Authority {
  std::string_view host;  // without brackets for IPv6 literals
  std::optional<std::uint16_t> port;
};
// "host", "host:port", "[::1]:port"; no user info, no percent encoding, no port 0. May allocate
// only to tell an error.
Result<Authority> parse_authority(std::string_view text);

struct Url {
  std::string scheme;      // lower case
  std::string host;        // lower case, without brackets
  std::uint16_t port = 0;  // the scheme's default when absent
  std::string path;        // "" or begins with '/'
  std::string query;
};
// http and https only; user info and fragment refused. The path keeps its spelling.
Result<Url> parse_url(std::string_view text);

// Query parameters, form-decoded ('+' is a space). The first of that name.
std::optional<std::string> find_query(std::string_view query, std::string_view name);
// The query without any parameter of that (decoded) name; the others keep their spelling.
std::string remove_query(std::string_view query, std::string_view name);

std::optional<std::string> percent_decode(std::string_view text);
std::string percent_encode(std::string_view text);  // all but unreserved characters

}  // namespace jg::http
