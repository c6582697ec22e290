#include "policies/cors/feature.h"

#include "policies/cors/config.h"
#include "policies/cors/policy.h"

namespace jg::policies::cors {

exchange::PolicyFeature cors_feature() {
  const auto type = [](const exchange::LoadContext&) { return settings_type(); };
  return {"cors", exchange::Stage::admit, "Lets web pages of other origins read answers.",
          exchange::make_of_last<CorsPolicy>(type), exchange::schema_by(type)};
}

}  // namespace jg::policies::cors
