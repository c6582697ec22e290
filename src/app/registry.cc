#include "app/registry.h"

#include "policies/authorization/feature.h"
#include "policies/jwt/feature.h"

namespace jg::app {

// To add a policy: its line here, and its folder in CMakeLists.txt.
std::vector<exchange::PolicyFeature> policy_features() {
  return {
      policies::jwt::jwt_auth_feature(),
      policies::authorization::authorization_feature(),
  };
}

PolicyKeys policy_keys(const std::vector<exchange::PolicyFeature>& features,
                       const exchange::LoadContext& context) {
  using Made = std::shared_ptr<const exchange::Policy>;
  PolicyKeys keys;
  for (const exchange::PolicyFeature& feature : features) {
    const config::Type<Made> type({
        .shapes = config::shape(config::Kind::map),
        .expected = "a map",
        .decode = [feature, &context](const config::Node& node,
                                      config::Faults& faults) -> std::optional<Made> {
          auto made = feature.make({node}, context, faults);
          if (!made) return std::nullopt;
          return made;
        },
        .schema = feature.schema,
    });
    keys.push_back(config::dynamic_key(std::string(feature.key), std::string(feature.doc), type));
  }
  return keys;
}

}  // namespace jg::app
