#include "mcp/openapi/document.h"

#include <charconv>

#include "config/document.h"
#include "config/node_json.h"
#include "http/uri.h"

namespace jg::mcp::openapi {
namespace {

using json::Value;

constexpr std::size_t kDeepest = 64;

std::optional<json::Document> parse_json(std::string_view text) {
  auto json = json::Document::parse(text, {.bytes = Document::kMostBytes, .depth = kDeepest});
  return json ? std::optional(std::move(*json)) : std::nullopt;
}

// Also of JSON that is none: it tells where the mistake is.
std::optional<json::Document> parse_yaml(std::string_view text, const std::string& name,
                                         const Teller& teller) {
  const auto yaml = config::Document::parse({name, std::string(text)}, {}, teller.faults(),
                                            {.bytes = Document::kMostBytes, .depth = kDeepest});
  if (!yaml || teller.faults().has_errors()) return std::nullopt;
  const auto spelled = config::json_of(yaml->root());
  auto json = spelled ? parse_json(*spelled) : std::nullopt;
  if (!json) teller.refuse("", "cannot be said in JSON");
  return json;
}

std::string unescape(std::string_view part) {
  std::string out;
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part.substr(at, 2) == "~1" || part.substr(at, 2) == "~0")
      out += part[++at] == '1' ? '/' : '~';
    else
      out += part[at];
  }
  return out;
}

std::optional<Value> child_of(Value parent, const std::string& name) {
  if (parent.kind() != json::Kind::array) return parent.find(name);
  std::size_t index = 0;
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(name.data(), end, index);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return parent.at(index);
}

bool is_read_here(std::string_view version) {
  return version == "3.0" || version == "3.1" || version.starts_with("3.0.") ||
         version.starts_with("3.1.");
}

}  // namespace

std::optional<Document> Document::parse(std::string_view text, const std::string& name,
                                        const Teller& teller) {
  auto json = parse_json(text);
  if (!json) json = parse_yaml(text, name, teller);
  if (!json) return std::nullopt;
  if (!is_read_here(text_in(json->root(), "openapi"))) {
    teller.refuse("", "is no description of OpenAPI 3.0 or 3.1, of which `openapi` must name one");
    return std::nullopt;
  }
  return Document(std::move(*json));
}

std::optional<Value> Document::find(std::string_view reference) const {
  count(reference.size());
  const auto known = found_.find(reference);
  if (known != found_.end()) return known->second;
  return found_.emplace(reference, look_up(reference)).first->second;
}

std::optional<Value> Document::look_up(std::string_view reference) const {
  if (!reference.starts_with("#/")) return std::nullopt;
  std::optional<Value> at = root();
  for (std::string_view left = reference.substr(1); at && !left.empty();) {
    left.remove_prefix(1);
    const std::size_t end = std::min(left.find('/'), left.size());
    const auto part = http::percent_decode(left.substr(0, end));
    count(at->size());
    at = part ? child_of(*at, unescape(*part)) : std::nullopt;
    left.remove_prefix(end);
  }
  return at;
}

std::optional<Value> Document::resolve(Value value) const {
  std::optional<Value> at = value;
  for (int hops = 0; at && hops <= kMostHops; ++hops) {
    count(1 + at->size());
    const auto reference = reference_in(*at);
    if (!reference) return at;
    at = find(*reference);
  }
  return std::nullopt;
}

std::string lost_text(std::string_view reference) {
  return "refers to " + config::quoted(reference) + ", which is not in this description";
}

std::optional<std::string_view> reference_in(Value value) {
  const auto found = value.find("$ref");
  return found ? found->as_string() : std::nullopt;
}

std::string_view text_in(Value value, std::string_view member) {
  const auto found = value.find(member);
  return found ? found->as_string().value_or(std::string_view()) : std::string_view();
}

bool is_true_in(Value value, std::string_view member) {
  const auto found = value.find(member);
  return found && found->as_bool().value_or(false);
}

}  // namespace jg::mcp::openapi
