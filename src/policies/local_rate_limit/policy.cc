#include "policies/local_rate_limit/policy.h"

#include <charconv>

#include "config/duration.h"

namespace jg::policies::local_rate_limit {
namespace {

using exchange::Exchange;
using exchange::RateLimit;
using exchange::Verdict;

bool take(const Limit& limit, Exchange& exchange, SteadyTime now) {
  return limit.counts == Counts::requests ? limit.bucket->take(exchange.worker.index, now)
                                          : limit.bucket->has_any(now);
}

RateLimit::Left left_of(const Limit& limit, Exchange& exchange, SteadyTime now) {
  return {limit.bucket->rules().capacity, limit.bucket->left(exchange.worker.index),
          limit.bucket->until_fill(now)};
}

std::string_view number(std::uint64_t value, Arena& arena) {
  constexpr std::size_t kMostDigits = 20;
  char* const begin = static_cast<char*>(arena.allocate(kMostDigits, 1));
  const char* const end = std::to_chars(begin, begin + kMostDigits, value).ptr;
  return {begin, end};
}

std::string describe(const Limit& limit) {
  const BucketRules& rules = limit.bucket->rules();
  return "localRateLimit: " + std::to_string(rules.capacity) +
         (limit.counts == Counts::requests ? " requests, " : " tokens of models, ") +
         std::to_string(rules.fill) + " more every " + config::duration_text(rules.interval);
}

// What a model used; input and output where both are told, else the sum that it tells.
std::uint64_t used_tokens(const telemetry::LlmRecord& record) {
  if (!record.input_tokens && !record.output_tokens) return record.total_tokens.value_or(0);
  return record.input_tokens.value_or(0) + record.output_tokens.value_or(0);
}

}  // namespace

Result<Verdict> LocalRateLimitPolicy::on_request(Exchange& exchange) const {
  const auto chosen = choose(exchange);
  if (!chosen) return Verdict::proceed;
  const SteadyTime now = exchange.worker.clock.steady();
  RateLimit& fact = exchange.facts.rate_limit.emplace();
  fact.choice = *chosen;
  for (const Limit& limit : alternatives_[*chosen].limits) {
    const bool is_taken = take(limit, exchange, now);
    // A limit on tokens says what it holds only when it refuses: its number is none of requests.
    if (is_taken && limit.counts == Counts::tokens) continue;
    const RateLimit::Left left = left_of(limit, exchange, now);
    if (!is_taken || !fact.left || left.remaining < fact.left->remaining) fact.left = left;
    if (!is_taken) return fail(Blame::client, "rate_limit.exceeded", describe(limit));
  }
  return Verdict::proceed;
}

std::optional<std::size_t> LocalRateLimitPolicy::choose(Exchange& exchange) const {
  std::optional<exchange::RequestVariables> variables;
  for (std::size_t i = 0; i < alternatives_.size(); ++i) {
    if (!alternatives_[i].condition) return i;
    if (!variables) variables.emplace(exchange, surroundings_);
    if ((*alternatives_[i].condition)->matches(*variables, exchange.arena)) return i;
  }
  return std::nullopt;
}

void LocalRateLimitPolicy::on_response(Exchange& exchange) const {
  const auto& fact = exchange.facts.rate_limit;
  if (!fact || !fact->left) return;
  http::Fields& fields = exchange.response.head.fields;
  fields.set("x-ratelimit-limit", number(fact->left->limit, exchange.arena));
  fields.set("x-ratelimit-remaining", number(fact->left->remaining, exchange.arena));
  const auto reset = static_cast<std::uint64_t>(fact->left->reset.count());
  fields.set("x-ratelimit-reset", number(reset, exchange.arena));
}

void LocalRateLimitPolicy::on_done(Exchange& exchange) const {
  const auto& fact = exchange.facts.rate_limit;
  if (!fact || !exchange.record.llm) return;
  const std::uint64_t used = used_tokens(*exchange.record.llm);
  const SteadyTime now = exchange.worker.clock.steady();
  for (const Limit& limit : alternatives_[fact->choice].limits)
    if (limit.counts == Counts::tokens) limit.bucket->take_up_to(used, now);
}

std::vector<exchange::Policy::Remark> LocalRateLimitPolicy::remarks() const {
  std::vector<Remark> out;
  for (const Alternative& alternative : alternatives_) {
    const std::string when = alternative.condition
                                 ? " (when " + std::string((*alternative.condition)->text()) + ")"
                                 : "";
    for (const Limit& limit : alternative.limits)
      out.push_back({Remark::Kind::states, describe(limit) + when});
  }
  return out;
}

}  // namespace jg::policies::local_rate_limit
