#include "policies/local_rate_limit/feature.h"

#include "policies/local_rate_limit/config.h"
#include "policies/local_rate_limit/policy.h"

namespace jg::policies::local_rate_limit {
namespace {

using exchange::LoadContext;

// Goes on with the bucket of a limit that stood there before and was the same.
Limit make_limit(const LimitConfig& config, const LoadContext& context) {
  const BucketRules rules = config.rules();
  const std::string name = config.path +
                           (config.counts == Counts::requests ? " requests " : " tokens ") +
                           std::to_string(rules.capacity) + " " + std::to_string(rules.fill) + " " +
                           std::to_string(rules.interval.count());
  return {config.counts, context.states->keep<Bucket>(name, [&] {
            return std::make_shared<const Bucket>(rules, context.workers, context.clock.steady());
          })};
}

// The most specific level replaces the others as a whole.
std::shared_ptr<const exchange::Policy> make(const std::vector<config::Node>& levels,
                                             const LoadContext& context, config::Faults& faults) {
  auto configs = alternatives_type().decode(levels.back(), faults);
  if (!configs) return nullptr;
  std::vector<Alternative> alternatives;
  for (AlternativeConfig& config : *configs) {
    Alternative& made = alternatives.emplace_back();
    made.condition = std::move(config.condition);
    for (const LimitConfig& limit : config.limits)
      made.limits.push_back(make_limit(limit, context));
  }
  return std::make_shared<const LocalRateLimitPolicy>(
      std::move(alternatives), exchange::read_surroundings(context.environment));
}

}  // namespace

exchange::PolicyFeature local_rate_limit_feature() {
  const auto type = [](const LoadContext&) { return alternatives_type(); };
  return {.key = "localRateLimit",
          .stage = exchange::Stage::limit,
          .doc = "Limits requests, or tokens of models, for all callers together.",
          .make = make,
          .schema = exchange::schema_by(type),
          .reach = exchange::Reach::llm,
          .shapes = config::shape(config::Kind::list) | config::shape(config::Kind::map),
          .expected = "a list of limits, or a map with conditional"};
}

}  // namespace jg::policies::local_rate_limit
