#include "policies/response_headers/feature.h"

#include "policies/response_headers/policy.h"

namespace jg::policies::response_headers {

exchange::PolicyFeature response_header_modifier_feature() {
  const auto type = [](const exchange::LoadContext&) { return exchange::header_edits_type(); };
  return {"responseHeaderModifier",
          exchange::Stage::transform,
          "Adds, sets and removes fields of the answer.",
          exchange::make_of_last<ResponseHeadersPolicy>(type),
          exchange::schema_by(type),
          exchange::Reach::route};
}

}  // namespace jg::policies::response_headers
