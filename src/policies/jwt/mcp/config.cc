#include "policies/jwt/mcp/config.h"

#include <algorithm>

#include "fetch/url.h"
#include "json/text.h"
#include "keys/store.h"
#include "policies/jwt/config.h"
#include "policies/jwt/urls.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using exchange::LoadContext;

struct McpMap {
  std::string issuer;
  std::vector<std::string> audiences;
  LoginProvider provider = LoginProvider::standard;
  ResourceMetadataMap metadata;
  std::optional<KeySource> jwks;
  Mode mode = Mode::strict;
  std::optional<exchange::Location> location;
  ValidationOptions validation;
  std::optional<std::string> client_id;
  config::Place place;
};

config::Type<McpMap> map_type(const LoadContext& context) {
  return config::object(
             Object<McpMap>("McpAuthentication",
                            "Checks the tokens of MCP clients, and tells them where to get one.")
                 .required("issuer", &McpMap::issuer, config::filled_text(),
                           "The authorization server: the claim iss, byte for byte.")
                 .required("audiences", &McpMap::audiences,
                           config::list_of(config::filled_text(), config::Emptiness::refused),
                           "The claim aud must name one of them.")
                 .optional("provider", &McpMap::provider, login_provider_type(),
                           "What the server is, where it wants to be treated in a way of its own.")
                 .required("resourceMetadata", &McpMap::metadata, resource_metadata_type(),
                           "What clients read of this resource (RFC 9728).")
                 .optional("jwks", &McpMap::jwks, key_source_type(),
                           "The issuer's public keys; where its kind has them when left out.")
                 .optional("mode", &McpMap::mode, exchange::credential_mode_type(),
                           "As of jwtAuth; strict when left out.")
                 .optional("authorizationLocation", &McpMap::location,
                           exchange::location_type(context), "Where the token sits.")
                 .optional("jwtValidationOptions", &McpMap::validation, validation_type(),
                           "What must be there.")
                 .optional("clientId", &McpMap::client_id, config::filled_text(),
                           "The id that clients get which register at the gateway.")
                 .not_yet({"clientSecret"})
                 .never_empty({"provider", "jwks", "mode", "authorizationLocation",
                               "jwtValidationOptions", "clientId"}))
      .then<McpMap>([](McpMap map, const Node& node, Faults&) {
        map.place = node.place();
        return std::optional(std::move(map));
      });
}

std::string json_of(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

void add_member(ResourceMetadata::Members& members, const char* name, std::string_view text) {
  const auto has_it =
      std::ranges::find(members, name, &ResourceMetadata::Members::value_type::first);
  if (has_it == members.end()) members.emplace_back(name, json_of(text));
}

// Of an issuer that is a URL. Nothing after a fault was told.
std::optional<AuthorizationServer> make_server(const McpMap& map, const LoadContext& context,
                                               Faults& faults) {
  AuthorizationServerSettings out{.provider = map.provider,
                                  .resource = without_slash(map.metadata.resource),
                                  .audience = map.audiences.front(),
                                  .client_id = map.client_id,
                                  .metadata = nullptr};
  const auto store = context.states->keep<keys::Store>({}, [] { return nullptr; });
  if (!store) {
    faults.add(map.place, "nothing is fetched here");
    return std::nullopt;
  }
  keys::RemoteSettings remote{.kind = keys::Kind::server_metadata,
                              .url = metadata_url(map.provider, map.issuer),
                              .issuer = map.issuer};
  out.metadata = store->get(std::move(remote), context.workers);
  return AuthorizationServer(std::move(out));
}

// Where the kind of server has its keys.
KeySource derived_keys(const McpMap& map) {
  KeyPlace out;
  out.url = keys_url(map.provider, map.issuer);
  out.place = map.place;
  return out;
}

std::optional<McpSettings> make(McpMap map, const LoadContext& context, Faults& faults) {
  const bool is_url = fetch::parse_url(map.issuer).has_value();
  if (!is_url && !map.jwks) {
    faults.add(map.place, "the issuer is no URL, so jwks must say where its keys are");
    return std::nullopt;
  }
  std::optional<AuthorizationServer> server;
  if (is_url) {
    server = make_server(map, context, faults);
    if (!server) return std::nullopt;
  }
  auto& members = map.metadata.members;
  add_member(members, "mcp_protocol_version", "2025-06-18");
  add_member(members, "resource_type", "mcp-server");
  if (server && server->is_fronted())
    members.emplace_back("authorization_servers",
                         '[' + json_of(without_slash(map.metadata.resource)) + ']');
  ProviderMap provider;
  provider.jwks = map.jwks ? std::move(map.jwks) : derived_keys(map);
  provider.issuer = std::move(map.issuer);
  provider.audiences = std::move(map.audiences);
  provider.validation = std::move(map.validation);
  CommonMap common;
  common.mode = map.mode;
  common.location = std::move(map.location);
  common.metadata = std::move(map.metadata);
  std::vector<ProviderMap> providers;
  providers.push_back(std::move(provider));
  auto tokens = make_settings(std::move(common), std::move(providers), context, faults);
  if (!tokens) return std::nullopt;
  return McpSettings{std::move(*tokens), std::move(server)};
}

}  // namespace

config::Type<McpSettings> mcp_settings_type(const LoadContext& context) {
  return map_type(context).then<McpSettings>([context](McpMap map, const Node&, Faults& faults) {
    return make(std::move(map), context, faults);
  });
}

}  // namespace jg::policies::jwt
