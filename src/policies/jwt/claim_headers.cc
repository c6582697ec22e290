#include "policies/jwt/claim_headers.h"

#include <algorithm>

#include "base/ascii.h"
#include "config/schema.h"
#include "exchange/gateway_field.h"
#include "http/grammar.h"
#include "jose/codes.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using Path = std::vector<std::string>;

bool is_same_name(std::string_view a, std::string_view b) {
  const auto dashed = [](char c) { return c == '_' ? '-' : c; };
  return std::ranges::equal(a, b, {}, dashed, dashed);
}

std::optional<json::Value> find_claim(json::Value claims, const Path& path) {
  std::optional<json::Value> at = claims;
  for (const std::string& name : path) {
    at = at->find(name);
    if (!at || at->is_null()) return std::nullopt;
  }
  return at;
}

// Text as it is, all else as JSON.
std::string plain(json::Value value) {
  const auto text = value.as_string();
  return text ? std::string(*text) : value.dump();
}

// Empty when an element could be taken for two, or is no single value.
std::optional<std::string> join(json::Value list, const std::string& separator) {
  std::string out;
  std::string_view between;
  bool is_good = true;
  list.for_each_element([&](json::Value element) {
    const std::string text = plain(element);
    is_good = is_good && element.kind() != json::Kind::array &&
              element.kind() != json::Kind::object && text.find(separator) == text.npos;
    out.append(between).append(text);
    between = separator;
  });
  return is_good ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> text_of(const ClaimHeader& header, json::Value claim) {
  const bool is_list = claim.kind() == json::Kind::array && header.separator.has_value();
  auto text = is_list ? join(claim, *header.separator) : plain(claim);
  if (!text || text->size() > ClaimHeaders::kLongest || !http::is_value(*text)) return std::nullopt;
  return text;
}

std::string shown(const Path& path) {
  std::string out;
  for (const std::string& name : path) out += (out.empty() ? "" : ".") + name;
  return out;
}

config::Type<std::string> header_type() {
  return config::filled_text().then<std::string>(
      [](const std::string& name, const Node& node, Faults& faults) -> std::optional<std::string> {
        std::string lower = ascii::lower(name);
        if (http::is_token(name) && lower != "host" && !exchange::is_gateway_field(lower))
          return lower;
        faults.add(node, "expected the name of a field that is not the gateway's own");
        return std::nullopt;
      });
}

config::Type<Path> path_type() {
  const auto name = config::filled_text().then<Path>(
      [](std::string text, const Node&, Faults&) { return std::optional(Path{std::move(text)}); });
  return config::one_of<Path>(
      {name, config::list_of(config::filled_text(), config::Emptiness::refused)});
}

config::Type<ClaimHeader> entry_type() {
  return config::object(
      Object<ClaimHeader>("ClaimHeader", "A header field that holds a claim.")
          .required("header", &ClaimHeader::header, header_type(), "The field's name.")
          .required("claim", &ClaimHeader::claim, path_type(),
                    "The claim's name, or the names on the way to it as a list.")
          .optional("separator", &ClaimHeader::separator, config::filled_text(),
                    "Stands between the elements of a list; without it a list is JSON.")
          .never_empty({"separator"}));
}

std::optional<ClaimHeaders> make_headers(std::vector<ClaimHeader> headers, const Node& node,
                                         Faults& faults) {
  for (auto at = headers.begin(); at != headers.end(); ++at) {
    const auto is_before = [&](const ClaimHeader& other) {
      return is_same_name(other.header, at->header);
    };
    if (std::find_if(headers.begin(), at, is_before) == at) continue;
    faults.add(node, "names the field " + at->header + " twice; - and _ are one");
    return std::nullopt;
  }
  return ClaimHeaders(std::move(headers));
}

}  // namespace

void ClaimHeaders::strip(http::Fields& fields) const {
  if (headers_.empty()) return;
  fields.remove_if([this](const http::Field& field) {
    return std::ranges::any_of(
        headers_, [&](const ClaimHeader& ours) { return is_same_name(field.name, ours.header); });
  });
}

Result<std::vector<http::Field>> ClaimHeaders::make(json::Value claims, Arena& arena) const {
  std::vector<http::Field> made;
  for (const ClaimHeader& header : headers_) {
    const auto claim = find_claim(claims, header.claim);
    if (!claim) continue;
    const auto text = text_of(header, *claim);
    if (!text)
      return fail(Blame::client, jose::codes::kMalformedClaim,
                  "\"" + shown(header.claim) + "\" does not fit into the field " + header.header);
    made.push_back({header.header, arena.copy(*text)});
  }
  return made;
}

std::string ClaimHeaders::describe() const {
  std::string out;
  for (const ClaimHeader& header : headers_) out += (out.empty() ? "" : ", ") + header.header;
  return out;
}

config::Type<ClaimHeaders> claim_headers_type() {
  return config::list_of(entry_type()).then<ClaimHeaders>(make_headers);
}

}  // namespace jg::policies::jwt
