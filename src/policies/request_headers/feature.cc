#include "policies/request_headers/feature.h"

#include "policies/request_headers/policy.h"

namespace jg::policies::request_headers {

exchange::PolicyFeature request_header_modifier_feature() {
  const auto type = [](const exchange::LoadContext&) { return exchange::header_edits_type(); };
  return {"requestHeaderModifier",
          exchange::Stage::transform,
          "Adds, sets and removes fields of the request.",
          exchange::make_of_last<RequestHeadersPolicy>(type),
          exchange::schema_by(type),
          exchange::Reach::route};
}

}  // namespace jg::policies::request_headers
