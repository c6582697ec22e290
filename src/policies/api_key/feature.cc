#include "policies/api_key/feature.h"

#include "policies/api_key/policy.h"

namespace jg::policies::api_key {

exchange::PolicyFeature api_key_feature() {
  return {"apiKey", exchange::Stage::identify, "Checks the caller's API key.",
          exchange::make_of_last<ApiKeyPolicy>(settings_type), exchange::schema_by(settings_type)};
}

}  // namespace jg::policies::api_key
