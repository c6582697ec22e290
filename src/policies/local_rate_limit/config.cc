#include "policies/local_rate_limit/config.h"

#include "config/schema.h"
#include "exchange/conditional.h"

namespace jg::policies::local_rate_limit {
namespace {

using config::Faults;
using config::Node;
using config::Object;

constexpr std::chrono::nanoseconds kShortestInterval = std::chrono::microseconds(1);

void check_limit(const LimitConfig& limit, const Node& node, Faults& faults) {
  if (limit.tokens_per_fill > limit.max_tokens)
    faults.add(node, "tokensPerFill must not exceed maxTokens: the rest would be lost");
  else if (limit.max_tokens == 0)
    faults.warn(node, "lets nothing through: maxTokens is 0");
  else if (limit.tokens_per_fill == 0)
    faults.warn(node, "is never filled again: tokensPerFill is 0");
}

Object<LimitConfig> limit_object() {
  return Object<LimitConfig>("RateLimit", "So much at once, and so much more every interval.")
      .optional("maxTokens", &LimitConfig::max_tokens, config::integer<std::uint64_t>(),
                "How many the bucket holds; it begins full.")
      .optional("tokensPerFill", &LimitConfig::tokens_per_fill, config::integer<std::uint64_t>(),
                "How many come back every fillInterval.")
      .required("fillInterval", &LimitConfig::fill_interval,
                config::duration<std::chrono::nanoseconds>(kShortestInterval),
                "How often they come back.")
      .optional(
          "type", &LimitConfig::counts,
          config::enumeration<Counts>({{"requests", Counts::requests}, {"tokens", Counts::tokens}}),
          "requests: each takes one. tokens: what models used is taken afterwards, and one "
          "must be left before.")
      .never_empty({"maxTokens", "tokensPerFill", "type"})
      .check(check_limit);
}

// Where it stands tells its bucket apart from that of a limit that looks alike.
std::optional<LimitConfig> place(LimitConfig limit, const Node& node, Faults&) {
  limit.path = node.named_path();
  return limit;
}

struct ConditionalLimit {
  std::optional<exchange::Expression> condition;
  LimitConfig limit;
};

struct ConditionalMap {
  Alternatives alternatives;
};

config::Type<AlternativeConfig> alternative_type() {
  return config::object(
             Object<ConditionalLimit>("ConditionalRateLimit", "A limit for some requests.")
                 .optional("condition", &ConditionalLimit::condition,
                           exchange::expression_type({.purpose = exchange::Purpose::condition}),
                           "Which requests it is for; without it, all that came so far.")
                 .never_empty({"condition"})
                 .include(&ConditionalLimit::limit, limit_object()))
      .then<AlternativeConfig>([](ConditionalLimit one, const Node& node, Faults& faults) {
        return std::optional(AlternativeConfig{std::move(one.condition),
                                               {*place(std::move(one.limit), node, faults)}});
      });
}

void check_alternatives(const ConditionalMap&, const Node& node, Faults& faults) {
  exchange::check_conditional(*node.find("conditional"), faults);
}

config::Type<Alternatives> conditional_type() {
  return config::object(
             Object<ConditionalMap>("ConditionalRateLimits", "Limits by what the request is.")
                 .required("conditional", &ConditionalMap::alternatives,
                           config::list_of(alternative_type(), config::Emptiness::refused),
                           "The first whose condition is true applies, and no other.")
                 .check(check_alternatives))
      .then<Alternatives>([](ConditionalMap map, const Node&, Faults&) {
        return std::optional(std::move(map.alternatives));
      });
}

}  // namespace

config::Type<Alternatives> alternatives_type() {
  const auto limit = config::object(limit_object()).then<LimitConfig>(place);
  const auto list = config::list_of(limit).then<Alternatives>(
      [](std::vector<LimitConfig> limits, const Node& node, Faults& faults) {
        if (limits.empty()) faults.warn(node, "holds no limit");
        Alternatives out(1);
        out.front().limits = std::move(limits);
        return std::optional(std::move(out));
      });
  return config::one_of<Alternatives>({list, conditional_type()});
}

}  // namespace jg::policies::local_rate_limit
