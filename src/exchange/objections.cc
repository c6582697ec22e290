#include "exchange/objections.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "cel/ip.h"

namespace jg::exchange {
namespace {

using Objection = cel::Knowledge::Objection;
using Test = cel::Knowledge::Test;
using Objected = std::optional<Objection>;

constexpr std::array<std::string_view, 9> kMethods = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};
constexpr std::array<std::string_view, 3> kVersions = {"HTTP/1.0", "HTTP/1.1", "HTTP/2.0"};

std::string literal(std::string_view text) { return '"' + std::string(text) + '"'; }

bool is_among(std::span<const std::string_view> words, std::string_view text) {
  return std::ranges::find(words, text) != words.end();
}

// Letter case means something in a method; no client writes these in lower case.
Objected method(Test test, std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), ascii::to_upper);
  if (test != Test::is || upper == text || !is_among(kMethods, upper)) return std::nullopt;
  return Objection{"clients write methods in upper case", literal(upper), false};
}

Objected path(Test test, std::string_view text) {
  if (text.empty() || text == "*") return std::nullopt;
  if (!text.starts_with('/'))
    return Objection{"a path begins with a slash, so this is never it",
                     literal("/" + std::string(text))};
  if (text.find('?') == std::string_view::npos) return std::nullopt;
  return Objection{"a path has no query, so this is never it",
                   test == Test::is ? "request.pathAndQuery == " + literal(text)
                                    : "request.pathAndQuery.startsWith(" + literal(text) + ")"};
}

Objected path_and_query(Test, std::string_view text) {
  if (text.empty() || text == "*" || text.starts_with('/')) return std::nullopt;
  return Objection{"a path begins with a slash, so this is never it",
                   literal("/" + std::string(text))};
}

// An IPv6 address, or the beginning of one.
bool may_be_ipv6(Test test, std::string_view text) {
  constexpr std::string_view kOfAddresses = "0123456789abcdef:.";
  if (test == Test::is) return cel::parse_ip(text).has_value();
  return text.find_first_not_of(kOfAddresses) == std::string_view::npos;
}

Objected host(Test test, std::string_view text) {
  if (const std::string lower = ascii::lower(text); lower != text)
    return Objection{"a host is told in lower case, so this is never it", literal(lower)};
  if (text.starts_with('['))
    return Objection{"an address is told without brackets, so this is never it",
                     literal(text.substr(1, text.find(']') - 1))};
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || may_be_ipv6(test, text)) return std::nullopt;
  return Objection{"a host is told without its port, so this is never it",
                   literal(text.substr(0, colon))};
}

Objected scheme(Test test, std::string_view text) {
  const std::string lower = ascii::lower(text);
  if (test != Test::is || lower == text) return std::nullopt;
  return Objection{"a scheme is told in lower case, so this is never it", literal(lower)};
}

Objected version(Test test, std::string_view text) {
  if (test != Test::is || is_among(kVersions, text)) return std::nullopt;
  return Objection{"a version is HTTP/1.0, HTTP/1.1 or HTTP/2.0, so this is never it",
                   text.find('2') != std::string_view::npos ? literal("HTTP/2.0") : ""};
}

Objected address(Test test, std::string_view text) {
  if (test != Test::is || cel::parse_ip(text)) return std::nullopt;
  if (cel::parse_cidr(text))
    return Objection{"an address is one address and no block, so this is never it",
                     "cidr(" + literal(text) + ").containsIP(source.address)"};
  return Objection{"an address is told in numbers, so this is never it", {}};
}

Objected spiffe_id(Test test, std::string_view text) {
  if (test != Test::is || text.starts_with("spiffe://")) return std::nullopt;
  return Objection{"a SPIFFE ID begins with spiffe://, so this is never it",
                   literal("spiffe://" + std::string(text))};
}

struct Row {
  Root root;
  std::string_view member;
  Objected (*object)(Test test, std::string_view text);
};

constexpr auto kRows = std::to_array<Row>({
    {Root::request, "method", method},
    {Root::request, "path", path},
    {Root::request, "pathAndQuery", path_and_query},
    {Root::request, "host", host},
    {Root::request, "scheme", scheme},
    {Root::request, "version", version},
    {Root::source, "address", address},
    {Root::source, "rawAddress", address},
    {Root::source, "spiffeId", spiffe_id},
});

}  // namespace

std::optional<Objection> find_objection(Root root, std::string_view member, Test test,
                                        std::string_view text) {
  const auto row = std::ranges::find_if(
      kRows, [&](const Row& one) { return one.root == root && one.member == member; });
  return row == kRows.end() ? std::nullopt : row->object(test, text);
}

}  // namespace jg::exchange
