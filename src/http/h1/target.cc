#include "http/h1/target.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "http/h1/codes.h"
#include "http/uri.h"

namespace jg::http::h1 {
namespace {

// Moves scheme and authority out of an absolute-form target; what is left is a path or "*".
Verdict split_absolute(RequestHead& head) {
  std::string_view& target = head.target;
  head.scheme = ascii::istarts_with(target, "http://") ? "http" : "https";
  target.remove_prefix(head.scheme.size() + 3);
  head.authority = target.substr(0, target.find_first_of("/?"));
  target.remove_prefix(head.authority.size());
  const auto authority = parse_authority(head.authority);
  if (!authority) return bad(codes::kBadTarget, "no host in the target");
  head.host = authority->host;
  if (target.empty()) target = head.method == "OPTIONS" ? "*" : "/";  // RFC 9112 section 3.2.4
  // A query right behind the authority would need a '/' put in between; no client writes one.
  if (target.front() == '?') return bad(codes::kBadTarget, "an absolute target without a path");
  return kGood;
}

Verdict settle_authority(const FramingFields& framing, RequestHead& head) {
  if (framing.hosts == 0) {
    if (head.version == Version::http11) return bad(codes::kMissingHost, "no Host field");
    return kGood;
  }
  if (framing.hosts != 1) return bad(codes::kAmbiguousHost, "more than one Host field");
  const auto authority = parse_authority(framing.host);
  if (!authority) return bad(codes::kBadHost, "not a host with or without port");
  if (head.scheme.empty()) {
    head.authority = framing.host;
    head.host = authority->host;
  } else if (!ascii::iequals(head.authority, framing.host)) {
    return bad(codes::kAmbiguousHost, "the target and Host name different hosts");
  }
  return kGood;
}

}  // namespace

Verdict split_target(const FramingFields& framing, RequestHead& head) {
  head.scheme = {};
  head.authority = head.host = {};
  if (head.method == "CONNECT") return bad(codes::kConnectRefused, "this is no forward proxy");
  if (ascii::istarts_with(head.target, "http://") || ascii::istarts_with(head.target, "https://")) {
    if (const Verdict split = split_absolute(head); !split.good()) return split;
  }
  if (!head.target.starts_with('/') && !(head.target == "*" && head.method == "OPTIONS"))
    return bad(codes::kBadTarget, "neither a path, an http URL nor OPTIONS *");
  const std::size_t mark = std::min(head.target.find('?'), head.target.size());
  head.path = head.target.substr(0, mark);
  head.query = head.target.substr(std::min(mark + 1, head.target.size()));
  return settle_authority(framing, head);
}

}  // namespace jg::http::h1
