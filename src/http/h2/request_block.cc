#include "http/h2/request_block.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "http/content_length.h"
#include "http/grammar.h"
#include "http/h1/scan.h"
#include "http/h2/codes.h"
#include "http/uri.h"

namespace jg::http::h2 {
namespace {

constexpr auto kPseudoFields =
    std::to_array<std::string_view>({":method", ":scheme", ":authority", ":path", ":protocol"});

}  // namespace

void RequestBlock::begin(RequestHead& head, Arena& arena) {
  head.fields.clear();
  head.version = Version::http2;
  head_ = &head;
  keeper_.begin({limits_.bytes, limits_.fields + pseudo_count}, arena);
  fault_ = kGood;
  for (auto& value : pseudo_) value.reset();
  content_length_.reset();
  host_.reset();
  cookies_ = 0;
  regular_began_ = expects_continue_ = false;
}

void RequestBlock::take(Text name, Text value) {
  const Verdict size = judge_head_size(keeper_.count(name.view, value.view));
  if (!fault_.good()) return;
  fault_ = size;
  if (!size.good()) return;
  fault_ = name.view.starts_with(':') ? take_pseudo(name, value) : take_regular(name, value);
}

Verdict RequestBlock::take_pseudo(Text name, Text value) {
  if (regular_began_) return bad(codes::kBadPseudoField, "a pseudo-header field behind others");
  const auto* const found = std::find(kPseudoFields.begin(), kPseudoFields.end(), name.view);
  if (found == kPseudoFields.end())
    return bad(codes::kBadPseudoField, "an unknown pseudo-header field");
  auto& place = pseudo_[found - kPseudoFields.begin()];
  if (place) return bad(codes::kBadPseudoField, "a pseudo-header field twice");
  place = keeper_.keep(value);
  return kGood;
}

Verdict RequestBlock::take_regular(Text name, Text value) {
  regular_began_ = true;
  if (const Verdict verdict = judge_field(name.view, value.view); !verdict.good()) return verdict;
  if (head_->fields.size() == limits_.fields)
    return bad(codes::kTooManyFields, "more fields than allowed");
  const Field field{keeper_.keep(name), keeper_.keep(value)};
  head_->fields.add(field.name, field.value);
  return note(field.name, field.value);
}

Verdict RequestBlock::note(std::string_view name, std::string_view value) {
  switch (name.size()) {
    case 4:
      if (name != "host") break;
      if (host_) return bad(codes::kAmbiguousHost, "more than one host field");
      host_ = value;
      break;
    case 6:
      if (name == "cookie") ++cookies_;
      if (name != "expect") break;
      if (expects_continue_ || !ascii::iequals(value, "100-continue"))
        return bad(codes::kExpectation, "only 100-continue is understood");
      expects_continue_ = true;
      break;
    case 14:
      if (name != "content-length") break;
      if (content_length_) return bad(codes::kBadContentLength, "more than one");
      content_length_ = parse_content_length(value);
      if (!content_length_)
        return bad(codes::kBadContentLength, "not one number of at most 63 bits");
      break;
    default: break;
  }
  return kGood;
}

Verdict RequestBlock::finish(RequestControl& control) {
  control = {};
  if (!fault_.good()) return fault_;
  if (const Verdict verdict = judge_pseudo(control); !verdict.good()) return verdict;
  if (const Verdict verdict = split_path(); !verdict.good()) return verdict;
  if (const Verdict verdict = settle_authority(); !verdict.good()) return verdict;
  if (cookies_ > 1) join_cookies();
  control.content_length = content_length_;
  control.expects_continue = expects_continue_;
  return kGood;
}

Verdict RequestBlock::judge_pseudo(RequestControl& control) {
  if (!pseudo_[method] || !is_token(*pseudo_[method]))
    return bad(codes::kBadPseudoField, "no method where one must stand");
  head_->method = *pseudo_[method];
  if (head_->method == "CONNECT") {
    if (const Verdict verdict = judge_connect(control); !verdict.good()) return verdict;
  } else if (pseudo_[protocol]) {
    return bad(codes::kBadPseudoField, ":protocol without CONNECT");
  }
  if (!pseudo_[scheme] || (*pseudo_[scheme] != "http" && *pseudo_[scheme] != "https"))
    return bad(codes::kBadPseudoField, "a scheme that is neither http nor https");
  head_->scheme = *pseudo_[scheme];
  if (!pseudo_[path]) return bad(codes::kBadPseudoField, "no path");
  return kGood;
}

// RFC 9113 section 8.5: an ordinary CONNECT has an authority only; RFC 8441 section 4: an extended
// one has all.
Verdict RequestBlock::judge_connect(RequestControl& control) {
  if (!pseudo_[protocol]) {
    if (pseudo_[scheme] || pseudo_[path] || !pseudo_[authority])
      return bad(codes::kBadPseudoField, "a CONNECT that has more or less than an authority");
    return bad(codes::kConnectRefused, "this is no forward proxy");
  }
  if (*pseudo_[protocol] != "websocket")
    return bad(codes::kUnknownProtocol, "an extended CONNECT to something else than a WebSocket");
  if (content_length_) return bad(codes::kBadContentLength, "the length of a tunnel");
  control.protocol = *pseudo_[protocol];
  return kGood;
}

Verdict RequestBlock::split_path() {
  const std::string_view target = *pseudo_[path];
  const char* const end = target.data() + target.size();
  if (target.size() > limits_.target_bytes)
    return bad(codes::kTargetTooLong, "the target is longer than allowed");
  if (h1::scan::find_target_end(target.data(), end) != end)
    return bad(codes::kBadPath, "a byte that no target has");
  if (!target.starts_with('/') && !(target == "*" && head_->method == "OPTIONS"))
    return bad(codes::kBadPath, "neither a path nor OPTIONS *");
  const std::size_t mark = std::min(target.find('?'), target.size());
  head_->target = target;
  head_->path = target.substr(0, mark);
  head_->query = target.substr(std::min(mark + 1, target.size()));
  return kGood;
}

Verdict RequestBlock::settle_authority() {
  if (!pseudo_[authority] && !host_)
    return bad(codes::kMissingAuthority, "neither :authority nor host");
  head_->authority = pseudo_[authority] ? *pseudo_[authority] : *host_;
  const auto parsed = parse_authority(head_->authority);
  if (!parsed) return bad(codes::kBadAuthority, "not a host with or without port");
  head_->host = parsed->host;
  if (!host_) {
    head_->fields.add("host", head_->authority);  // for those who look for the field
  } else if (!ascii::iequals(*host_, head_->authority)) {
    return bad(codes::kAmbiguousHost, ":authority and host name different hosts");
  }
  return kGood;
}

// RFC 9113 section 8.2.3: cookies that were sent apart, for better compression, are one field
// elsewhere.
void RequestBlock::join_cookies() {
  std::size_t bytes = 2 * (cookies_ - 1);
  for (const Field& field : head_->fields)
    if (field.name == "cookie") bytes += field.value.size();
  char* const joined = static_cast<char*>(keeper_.arena().allocate(bytes, 1));
  char* at = joined;
  std::size_t seen = 0;
  for (const Field& field : head_->fields) {
    if (field.name != "cookie") continue;
    if (seen++ > 0) at = std::copy_n("; ", 2, at);
    at = std::copy(field.value.begin(), field.value.end(), at);
  }
  head_->fields.set("cookie", {joined, bytes});
}

}  // namespace jg::http::h2
