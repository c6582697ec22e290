#include "http/uri.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/ascii.h"
#include "base/hex.h"

namespace jg::http {
namespace {

constexpr const char* kBadEncoding = "uri.bad_encoding";
constexpr const char* kBadPath = "uri.bad_path";
constexpr const char* kBadAuthority = "uri.bad_authority";
constexpr const char* kBadUrl = "uri.bad_url";

constexpr std::size_t kMaxHostBytes = 255;  // RFC 1035 section 2.3.4

// RFC 3986 section 2.3.
constexpr bool is_unreserved(char c) {
  return ascii::is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

constexpr bool is_visible(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7f;
}

// -1 unless `text` begins with '%' and two hexadecimal digits.
constexpr int decode_triplet(std::string_view text) {
  if (text.size() < 3 || text[0] != '%') return -1;
  const int high = ascii::hex_value(text[1]);
  const int low = ascii::hex_value(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_dot_segment(std::string_view segment) { return segment == "." || segment == ".."; }

constexpr bool is_path(char c) { return is_visible(c) && c != '\\' && c != '?' && c != '#'; }

// Path bytes that stand for themselves.
constexpr auto kPlain = [] {
  std::array<bool, 256> table{};
  for (int byte = 0; byte < 256; ++byte)
    table[static_cast<std::size_t>(byte)] = is_path(static_cast<char>(byte)) && byte != '%';
  return table;
}();

// What needs no work: no triplet, no dot segment.
bool is_canonical(std::string_view path) {
  if (!path.starts_with('/')) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!kPlain[static_cast<unsigned char>(path[i])]) return false;
    if (path[i] != '.' || path[i - 1] != '/') continue;
    const std::size_t end = std::min(path.find('/', i), path.size());
    if (is_dot_segment(path.substr(i, end - i))) return false;
  }
  return true;
}

// Decodes what is unreserved and raises the hex digits of the rest; never longer than `path`.
Result<std::size_t> normalise_triplets(std::string_view path, char* to) {
  char* const begin = to;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (!is_path(c)) return fail(Blame::client, kBadPath, "a byte that no path has");
    if (c != '%') {
      *to++ = c;
      continue;
    }
    const int byte = decode_triplet(path.substr(i));
    if (byte < 0) return fail(Blame::client, kBadEncoding, "'%' without two hexadecimal digits");
    if (byte == 0 || byte == '/' || byte == '\\')
      return fail(Blame::client, kBadPath, "an encoded NUL, slash or backslash");
    if (is_unreserved(static_cast<char>(byte))) {
      *to++ = static_cast<char>(byte);
    } else {
      *to++ = '%';
      *to++ = ascii::to_upper(path[i + 1]);
      *to++ = ascii::to_upper(path[i + 2]);
    }
    i += 2;
  }
  return static_cast<std::size_t>(to - begin);
}

// RFC 3986 section 5.2.4, in place, except that climbing above the root is an error. `text` begins
// with '/'. Returns the new size.
Result<std::size_t> remove_dot_segments(char* text, std::size_t size) {
  std::size_t out = 0;
  for (std::size_t in = 0; in < size;) {
    const std::string_view rest(text + in, size - in);
    const std::string_view segment = rest.substr(1, rest.find('/', 1) - 1);
    in += segment.size() + 1;
    const bool last = in == size;
    if (is_dot_segment(segment)) {
      if (segment.size() == 2) {
        if (out == 0) return fail(Blame::client, kBadPath, "'..' above the root");
        while (text[--out] != '/') {
        }
      }
      if (last) text[out++] = '/';
      continue;
    }
    std::memmove(text + out, rest.data(), segment.size() + 1);
    out += segment.size() + 1;
  }
  return out;
}

bool is_ipv6(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> copy{};
  if (text.size() >= copy.size() || text.find('\0') != std::string_view::npos) return false;
  std::copy(text.begin(), text.end(), copy.begin());
  in6_addr address;
  return inet_pton(AF_INET6, copy.data(), &address) == 1;
}

// Narrower than RFC 3986's reg-name, which allows percent encoding and ",;=" and the like: no host
// has them, and readers disagree about them. A dot may end the name, and labels are not empty
// otherwise.
bool is_host_name(std::string_view text) {
  static constexpr auto kHostByte = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 128; ++c)
      table[static_cast<std::size_t>(c)] = is_unreserved(static_cast<char>(c)) && c != '~';
    return table;
  }();
  if (text.empty() || text.size() > kMaxHostBytes) return false;
  char before = '.';
  for (const char c : text) {
    if (!kHostByte[static_cast<unsigned char>(c)] || (c == '.' && before == '.')) return false;
    before = c;
  }
  return true;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

Result<std::string_view> canonical_path(std::string_view path, Arena& arena) {
  if (is_canonical(path)) return path;
  if (!path.starts_with('/')) return fail(Blame::client, kBadPath, "a path begins with '/'");
  char* const text = static_cast<char*>(arena.allocate(path.size(), 1));
  const auto decoded = normalise_triplets(path, text);
  if (!decoded) return std::unexpected(decoded.error());
  const auto size = remove_dot_segments(text, *decoded);
  if (!size) return std::unexpected(size.error());
  return std::string_view(text, *size);
}

Result<Authority> parse_authority(std::string_view text) {
  Authority authority;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || !is_ipv6(text.substr(1, close - 1)))
      return fail(Blame::client, kBadAuthority, "no IPv6 address in brackets");
    authority.host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
  } else {
    authority.host = text.substr(0, text.find(':'));
    if (!is_host_name(authority.host))
      return fail(Blame::client, kBadAuthority, "a byte or label that no host has");
    rest = text.substr(authority.host.size());
  }
  if (rest.empty()) return authority;
  if (rest.front() == ':') authority.port = parse_port(rest.substr(1));
  if (!authority.port) return fail(Blame::client, kBadAuthority, "not a port from 1 to 65535");
  return authority;
}

Result<Url> parse_url(std::string_view text) {
  const auto refuse = [](const char* why) { return fail(Blame::config, kBadUrl, why); };
  Url url;
  if (ascii::istarts_with(text, "http://")) {
    url.scheme = "http";
    url.port = 80;
  } else if (ascii::istarts_with(text, "https://")) {
    url.scheme = "https";
    url.port = 443;
  } else {
    return refuse("neither http:// nor https://");
  }
  if (!std::all_of(text.begin(), text.end(), is_visible) ||
      text.find_first_of("\\#") != std::string_view::npos)
    return refuse("a fragment, or a byte that no URL has");
  text.remove_prefix(url.scheme.size() + 3);
  const std::string_view netloc = text.substr(0, text.find_first_of("/?"));
  text.remove_prefix(netloc.size());
  const auto authority = parse_authority(netloc);
  if (!authority) return refuse(authority.error().detail.c_str());
  url.host = ascii::lower(authority->host);
  url.port = authority->port.value_or(url.port);
  const std::size_t mark = std::min(text.find('?'), text.size());
  url.path = text.substr(0, mark);
  url.query = text.substr(std::min(mark + 1, text.size()));
  return url;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int byte = decode_triplet(text.substr(i));
    if (byte < 0) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

}  // namespace jg::http
