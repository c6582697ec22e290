#include "policies/jwt/config.h"

#include <algorithm>

#include "config/schema.h"
#include "policies/jwt/provider_config.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using exchange::LoadContext;

struct SingleMap {
  CommonMap common;
  ProviderMap provider;
};

struct ManyMap {
  CommonMap common;
  std::vector<ProviderMap> providers;
};

Object<CommonMap> common_object(const LoadContext& context) {
  return Object<CommonMap>("JwtCommon", "What holds for all providers.")
      .optional("mode", &CommonMap::mode, exchange::credential_mode_type(),
                "strict: a good token must be there. optional: a token that is there must be good. "
                "permissive: nothing is refused, claims are used when they are good.")
      .optional(
          "location", &CommonMap::location, exchange::location_type(context),
          "Where the token sits; the header Authorization with the prefix Bearer when left out.")
      .optional("locations", &CommonMap::locations,
                config::list_of(exchange::location_type(context), config::Emptiness::refused),
                "Several places, any of which may hold the token. Different tokens in two of them "
                "are an invalid request.")
      .optional(
          "stripInvalid", &CommonMap::strips_invalid, config::boolean(),
          "In permissive mode: a token that failed is taken out of the request, not passed on.")
      .optional(
          "certificateBinding", &CommonMap::certificate_binding, binding_type(),
          "Whether a token that is bound to a client certificate (RFC 8705) must come with it: "
          "off, ifBound, or required, when every token must be bound.")
      .optional("claimsToHeaders", &CommonMap::claim_headers, claim_headers_type(),
                "Claims of a good token that the backend reads in header fields. Fields of these "
                "names that the client sent are removed.")
      .optional("challenge", &CommonMap::challenge, exchange::challenge_type(),
                "What refusals tell of how to get in.")
      .optional("resourceMetadata", &CommonMap::metadata, resource_metadata_type(),
                "A document on what the tokens are for and where they come from (RFC 9728), which "
                "is served to anybody and which refusals point to.")
      .at_most_one_of({"location", "locations"})
      .ours({"locations", "stripInvalid", "certificateBinding", "claimsToHeaders", "challenge",
             "resourceMetadata"})
      .never_empty({"mode", "location", "locations", "stripInvalid", "certificateBinding",
                    "claimsToHeaders", "resourceMetadata"});
}

exchange::Locations find_places(const CommonMap& common) {
  if (common.locations) return exchange::Locations(*common.locations);
  return common.location ? exchange::Locations(*common.location) : exchange::Locations();
}

void add_metadata(ResourceMetadataMap map, Settings& settings) {
  std::vector<std::string> issuers;
  for (const Provider& provider : settings.providers)
    for (const std::string_view issuer : provider.accepted_issuers()) issuers.emplace_back(issuer);
  settings.metadata.emplace(std::move(map.resource), std::move(map.members), issuers);
  settings.challenge.resource_metadata = settings.metadata->url();
}

// RFC 9449 section 7.1: such a token comes with a scheme of its own where others come as Bearer.
void add_proofs(Settings& settings) {
  settings.locations.add_dpop_scheme();
  jose::AlgorithmSet algorithms;
  bool is_required_of_all = true;
  for (const Provider& provider : settings.providers) {
    algorithms.insert(provider.dpop.algorithms);
    is_required_of_all = is_required_of_all && provider.dpop.mode == Binding::required;
  }
  settings.challenge.dpop_algorithms = algorithms.names();
  std::erase(settings.challenge.dpop_algorithms, ',');
  settings.challenge.offers_bearer = !is_required_of_all;
  settings.holder_challenge = settings.challenge;
  settings.holder_challenge.is_to_holder = true;
}

config::Type<SingleMap> single_type(const LoadContext& context) {
  return config::object(Object<SingleMap>("JwtAuth", "Checks JSON Web Tokens of one issuer.")
                            .include(&SingleMap::common, common_object(context))
                            .include(&SingleMap::provider, provider_object(context)));
}

config::Type<ManyMap> many_type(const LoadContext& context) {
  auto out = Object<ManyMap>("JwtAuthProviders", "Checks JSON Web Tokens of several issuers.")
                 .include(&ManyMap::common, common_object(context))
                 .required("providers", &ManyMap::providers,
                           config::list_of(config::object(provider_object(context))),
                           "The issuers; none refuses every token.");
  for (const std::string_view key : kProviderKeys)
    out.removed(key, "belongs to one of providers; it cannot stand beside them");
  return config::object(std::move(out));
}

}  // namespace

std::optional<Settings> make_settings(CommonMap common, std::vector<ProviderMap> maps,
                                      const LoadContext& context, Faults& faults) {
  Settings out{.mode = common.mode,
               .locations = find_places(common),
               .providers = {},
               .strips_invalid = common.strips_invalid,
               .certificate_binding = common.certificate_binding,
               .claim_headers = std::move(common.claim_headers),
               .challenge = std::move(common.challenge)};
  bool is_good = true;
  for (ProviderMap& map : maps) {
    auto provider = make_provider(std::move(map), context, faults);
    is_good = is_good && provider.has_value();
    if (!provider) continue;
    if (!Bindings{common.certificate_binding, provider->dpop.mode}.are_off())
      provider->claims.bound_tokens = provider->unsigned_claims.bound_tokens =
          jose::BoundTokens::check_outside;
    out.providers.push_back(std::move(*provider));
  }
  if (!is_good) return std::nullopt;
  if (common.metadata) add_metadata(std::move(*common.metadata), out);
  if (out.asks_for_proofs()) add_proofs(out);
  return out;
}

config::Type<Settings> settings_type(const LoadContext& context) {
  const auto single =
      single_type(context).then<Settings>([context](SingleMap map, const Node&, Faults& faults) {
        std::vector<ProviderMap> providers;
        providers.push_back(std::move(map.provider));
        return make_settings(std::move(map.common), std::move(providers), context, faults);
      });
  const auto many = many_type(context).then<Settings>([context](ManyMap map, const Node& node,
                                                                Faults& faults) {
    if (map.providers.empty()) faults.warn(node, "has no providers: every token will be refused");
    const auto has_introspection = [](const ProviderMap& one) {
      return one.introspection.has_value();
    };
    if (std::ranges::count_if(map.providers, has_introspection) > 1)
      faults.add(node, "only one of them may have introspection: what is no JWT names no issuer");
    return make_settings(std::move(map.common), std::move(map.providers), context, faults);
  });
  return config::by_key("providers", many, single);
}

}  // namespace jg::policies::jwt
