#include "policies/transformations/feature.h"

#include "policies/transformations/policy.h"

namespace jg::policies::transformations {
namespace {

// The most specific level replaces the others.
std::shared_ptr<const exchange::Policy> make(const std::vector<config::Node>& levels,
                                             const exchange::LoadContext& context,
                                             config::Faults& faults) {
  auto alternatives = alternatives_type().decode(levels.back(), faults);
  if (!alternatives) return nullptr;
  return std::make_shared<const TransformationsPolicy>(
      std::move(*alternatives), exchange::read_surroundings(context.environment));
}

}  // namespace

exchange::PolicyFeature transformations_feature() {
  return {"transformations", exchange::Stage::reshape,
          "Changes requests and answers by what expressions give.", make,
          exchange::schema_by([](const exchange::LoadContext&) { return alternatives_type(); })};
}

}  // namespace jg::policies::transformations
