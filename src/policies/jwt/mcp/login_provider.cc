#include "policies/jwt/mcp/login_provider.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/types.h"
#include "policies/jwt/urls.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;

constexpr auto kNames = std::to_array<std::pair<std::string_view, LoginProvider>>(
    {{"auth0", LoginProvider::auth0},
     {"okta", LoginProvider::okta},
     {"keycloak", LoginProvider::keycloak},
     {"authentik", LoginProvider::authentik},
     {"descope", LoginProvider::descope}});
constexpr std::string_view kKeys = "/.well-known/jwks.json";
constexpr std::string_view kDescopeAgentic = "/v1/apps/agentic/";

std::optional<LoginProvider> read(const Node& node, Faults& faults) {
  if (node.size() != 1) {
    faults.add(node, "expected one provider, as in {keycloak: {}}");
    return std::nullopt;
  }
  const Node only = *node.children().begin();
  if (only.key() == "entra") {
    faults.add(only, "agentgateway knows entra here; jotgate does not honour it yet");
    return std::nullopt;
  }
  const auto known = std::ranges::find(kNames, only.key(), &decltype(kNames)::value_type::first);
  if (known == kNames.end()) {
    faults.add(only, "found " + config::quoted(only.key()) +
                         "; expected auth0, okta, keycloak, authentik or descope");
    return std::nullopt;
  }
  const bool is_empty = only.is_null() || (only.is_map() && only.size() == 0);
  if (is_empty) return known->second;
  faults.add(only, "nothing is to be said of it: expected {}");
  return std::nullopt;
}

// The project's own keys sign for each of its MCP servers.
std::string descope_keys(const std::string& issuer) {
  const std::size_t path = path_of(issuer);
  const std::string_view rest = std::string_view(issuer).substr(path);
  if (!rest.starts_with(kDescopeAgentic)) return without_slash(issuer).append(kKeys);
  const std::string_view project = rest.substr(kDescopeAgentic.size());
  return issuer.substr(0, path) + '/' + std::string(project.substr(0, project.find('/'))) +
         std::string(kKeys);
}

}  // namespace

config::Type<LoginProvider> login_provider_type() {
  std::string properties;
  for (const auto& [name, provider] : kNames)
    properties += (properties.empty() ? R"({")" : R"(,")") + std::string(name) +
                  R"(":{"type":"object","maxProperties":0})";
  config::Schema schema = config::Schema::of_type("object");
  schema.set("properties", properties + '}')
      .set("additionalProperties", "false")
      .set("minProperties", "1")
      .set("maxProperties", "1");
  return config::custom<LoginProvider>(config::shape(config::Kind::map),
                                       "a map with the provider's name", read, std::move(schema));
}

std::string keys_url(LoginProvider provider, const std::string& issuer) {
  switch (provider) {
    case LoginProvider::keycloak: return without_slash(issuer) + "/protocol/openid-connect/certs";
    case LoginProvider::authentik: return without_slash(issuer) + "/jwks/";
    case LoginProvider::descope: return descope_keys(issuer);
    case LoginProvider::standard:
    case LoginProvider::auth0:
    case LoginProvider::okta: break;
  }
  return without_slash(issuer).append(kKeys);
}

std::string metadata_url(LoginProvider provider, const std::string& issuer) {
  const bool is_oauth = provider == LoginProvider::standard || provider == LoginProvider::auth0;
  if (!is_oauth) return discovery_url(issuer);
  const std::string bare = without_slash(issuer);
  const std::size_t path = path_of(bare);
  return bare.substr(0, path) + "/.well-known/oauth-authorization-server" + bare.substr(path);
}

bool wants_audience(LoginProvider provider) {
  return provider == LoginProvider::auth0 || provider == LoginProvider::okta;
}

}  // namespace jg::policies::jwt
