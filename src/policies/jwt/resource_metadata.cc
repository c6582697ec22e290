#include "policies/jwt/resource_metadata.h"

#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "config/node_json.h"
#include "config/schema.h"
#include "http/uri.h"
#include "json/writer.h"
#include "policies/jwt/public_document.h"
#include "policies/jwt/urls.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using Members = ResourceMetadata::Members;

constexpr std::string_view kWellKnown = "/.well-known/oauth-protected-resource";
constexpr std::string_view kServers = "authorization_servers";

bool has(const Members& members, std::string_view name) {
  return std::ranges::find(members, name, &Members::value_type::first) != members.end();
}

// Where clients look for the document of a resource (RFC 9728 section 3.1).
std::string well_known_path(std::string_view resource_path) {
  return std::string(kWellKnown).append(resource_path == "/" ? "" : resource_path);
}

// Only what is a URL can name a server.
std::string servers_json(const std::vector<std::string>& issuers) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const std::string& issuer : issuers)
    if (issuer.starts_with("https://") || issuer.starts_with("http://")) writer.text(issuer);
  writer.end_array();
  return out;
}

std::string snake_case(std::string_view camel) {
  std::string out;
  for (const char c : camel) {
    const char lower = ascii::to_lower(c);
    if (lower != c) out += '_';
    out += lower;
  }
  return out;
}

// Empty when it can stand in a challenge and be asked for: no query, no fragment, a canonical path.
std::string what_is_wrong(std::string_view resource) {
  const bool is_plain = std::ranges::all_of(resource, [](char c) {
    return c > 0x20 && c < 0x7f && std::string_view("\"\\<>?#").find(c) == std::string_view::npos;
  });
  if (!is_plain || !http::parse_url(resource))
    return "expected an http or https URL without query and fragment (RFC 9728 section 1.2)";
  Arena arena;
  const std::string_view path = resource.substr(path_of(resource));
  const auto canonical = http::canonical_path(path.empty() ? "/" : path, arena);
  if (!canonical || *canonical != (path.empty() ? "/" : path))
    return "its path would be asked for in another spelling";
  return {};
}

std::optional<ResourceMetadataMap> read_map(const Node& map, Faults& faults) {
  const std::size_t errors = faults.errors();
  ResourceMetadataMap out;
  for (const Node node : map.children()) {
    const std::string name = snake_case(node.key());
    const auto value = config::json_of(node);
    if (!value) faults.add(node, "JSON has no such number");
    if (has(out.members, name)) faults.add(node, "means the same as another key: " + name);
    out.members.emplace_back(name, value.value_or("null"));
  }
  const auto resource = map.find("resource");
  auto text = resource ? config::filled_text().decode(*resource, faults) : std::nullopt;
  if (!resource) faults.add(map, "expected the key resource: the URL that tokens are for");
  if (text)
    if (const std::string wrong = what_is_wrong(*text); !wrong.empty())
      faults.add(*resource, wrong);
  if (faults.errors() != errors) return std::nullopt;
  out.resource = std::move(*text);
  return out;
}

}  // namespace

ResourceMetadata::ResourceMetadata(std::string resource, Members members,
                                   const std::vector<std::string>& issuers) {
  const std::size_t path = path_of(resource);
  path_ = well_known_path(std::string_view(resource).substr(path));
  url_ = resource.substr(0, path) + path_;
  if (!has(members, kServers)) members.emplace_back(kServers, servers_json(issuers));
  json::Writer writer(document_);
  writer.begin_object();
  for (const auto& [name, json] : members) writer.member_raw(name, json);
  writer.end_object();
}

void ResourceMetadata::answer(exchange::Exchange& exchange) const {
  if (!answer_preliminary(exchange, "GET")) answer_json(exchange, 200, document_);
}

config::Type<ResourceMetadataMap> resource_metadata_type() {
  config::Schema schema = config::Schema::of_type("object");
  schema.set("required", R"(["resource"])")
      .set("properties", R"({"resource":{"type":"string","minLength":1}})")
      .set_text("description", "The members of RFC 9728 section 2, in camel or snake case.");
  return config::custom<ResourceMetadataMap>(
      config::shape(config::Kind::map), "a map with the key resource", read_map, std::move(schema));
}

}  // namespace jg::policies::jwt
