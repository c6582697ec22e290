#include "policies/jwt/checker.h"

#include <algorithm>
#include <optional>

#include "jose/claim_checks.h"
#include "jose/codes.h"
#include "policies/jwt/telling.h"
#include "telemetry/worker_metrics.h"

namespace jg::policies::jwt {
namespace {

using exchange::Identity;

bool is_about(const Error& error, std::string_view code) { return error.code == code; }

// Of two providers with one issuer the one that has no keys could know the token; the one whose key
// was used has more to say than the one that lacks it.
bool says_more(const Error& error, const Error& than) {
  return is_about(error, kKeysUnavailable) ||
         (is_about(than, jose::codes::kUnknownKey) && !is_about(error, jose::codes::kUnknownKey));
}

// Of providers with one key set but other tenants, the token's own has more to say.
bool is_about_issuer(const Error& error) { return is_about(error, jose::codes::kIssuer); }

// Not of a JWT's three parts.
bool is_opaque(std::string_view text) {
  return !text.empty() && std::ranges::count(text, '.') != 2;
}

std::unexpected<Error> bad_signature() {
  return fail(Blame::client, jose::codes::kSignature, "no candidate key made this signature");
}

// Null where nothing is counted, and when the keys went while they were used.
telemetry::TokenCells* counted(const Provider& provider, const exchange::Worker& worker) {
  const auto& keys = provider.keys->of(worker.index);
  if (!keys) return nullptr;
  TrustedKeys::PerWorker& own = keys->of(worker.index);
  if (own.counted == nullptr && worker.metrics != nullptr)
    own.counted = &worker.metrics->tokens.at({provider.issuer()});
  return own.counted;
}

void count_remembered(const Provider& provider, const exchange::Worker& worker) {
  if (auto* const cells = counted(provider, worker)) cells->remembered.add(1);
}

void count_checked(const Provider& provider, const exchange::Worker& worker,
                   std::size_t forgotten) {
  auto* const cells = counted(provider, worker);
  if (cells == nullptr) return;
  cells->checked.add(1);
  cells->forgotten.add(forgotten);
}

// A shared secret is never fetched, so no fetch could make such a token good.
bool is_unknown(const TrustedKeys& keys, const jose::UntrustedToken& token) {
  return token.kid() && jose::facts(token.algorithm()).family != jose::Family::hmac &&
         keys.set().find_kid(*token.kid()).empty();
}

bool are_same(const std::weak_ptr<const TrustedKeys>& one,
              const std::shared_ptr<const TrustedKeys>& other) {
  return !one.owner_before(other) && !other.owner_before(one);
}

void observe(TrustedKeys::PerWorker& own, jose::Algorithm algorithm, const exchange::Worker& worker,
             std::chrono::nanoseconds took) {
  telemetry::VerifyTimes*& times = own.timed[static_cast<std::size_t>(algorithm)];
  if (times == nullptr && worker.metrics != nullptr)
    times = &worker.metrics->verify_times.at({jose::name(algorithm)});
  if (times != nullptr) times->seconds.observe(static_cast<std::uint64_t>(took.count()));
}

// What is asked anew of a token each time it comes.
Result<void> judge(const Provider& provider, const jose::ClaimsPolicy& claims,
                   const jose::TokenFacts& token, const exchange::Worker& worker) {
  auto good = jose::check_claims(token, claims, worker.clock.now());
  if (!good || !provider.revocations) return good;
  return provider.revocations->check(token, claims.leeway, worker);
}

bool has_keys_of(std::string_view issuer, std::span<const Provider> providers) {
  return std::ranges::any_of(providers, [issuer](const Provider& provider) {
    return !provider.introspection && provider.claims.accepts(issuer);
  });
}

// Of a token whose claims were found good.
Identity identify(const std::shared_ptr<const KnownToken>& known) {
  return {known->claims, *known->facts.issuer->as_string(), {known, &known->text}};
}

}  // namespace

Checker::Checker(std::span<const Provider> providers, std::shared_ptr<const TokenMemory> memory)
    : memory_(std::move(memory)) {
  std::vector<std::pair<std::string_view, const Provider*>> accepted;
  for (const Provider& provider : providers) {
    by_keys_.push_back(&provider);
    for (const std::string_view issuer : provider.accepted_issuers()) {
      // Where there are keys nobody is asked about a JWT, whatever becomes of it.
      if (provider.introspection && has_keys_of(issuer, providers)) continue;
      accepted.emplace_back(issuer, &provider);
    }
  }
  std::ranges::stable_sort(by_keys_, std::owner_less<>(), &Provider::keys);
  std::ranges::stable_sort(accepted, {}, [](const auto& pair) { return pair.first; });
  for (const auto& [issuer, provider] : accepted) {
    issuers_.push_back(issuer);
    by_issuer_.push_back(provider);
  }
  const auto introspecting = std::ranges::find_if(
      providers, [](const Provider& provider) { return provider.introspection != nullptr; });
  if (introspecting != providers.end()) introspecting_ = &*introspecting;
  is_any_fetched_ = std::ranges::any_of(
      providers, [](const Provider& provider) { return provider.keys->remote() != nullptr; });
  is_each_issuer_once_ = std::ranges::adjacent_find(issuers_) == issuers_.end();
}

Result<Identity> Checker::check(std::string_view text, const exchange::Worker& worker,
                                const Provider*& about) const {
  if (introspecting_ != nullptr && is_opaque(text))
    return check_opaque(*introspecting_, {text, {}, worker, about});
  if (worker.trace != nullptr) return check_anew({text, {}, worker, about});
  if (worker.index >= memory_->workers())
    return fail(Blame::gateway, "internal", "jwtAuth was made for fewer workers");
  TokenMemory::PerWorker& own = memory_->of(worker.index);
  const Asked asked{text, own.hash(text), worker, about};
  const auto is_ours = [&](const KnownToken& token) {
    return !find_users(token, worker.index).empty();
  };
  if (const Known* known = own.known.find(asked.hash, text, is_ours)) {
    auto identity = check_known(*known, asked);
    // Otherwise a provider with other keys may know its key too.
    if (identity || is_each_issuer_once_) return identity;
  }
  const auto is_ours_and_fresh = [&](const KnownToken& token) {
    return is_ours(token) && worker.clock.steady() - token.checked < TokenMemory::kRejectedFor;
  };
  if (!is_each_issuer_once_) return check_anew(asked);
  const Known* rejected = own.rejected.find(asked.hash, text, is_ours_and_fresh);
  if (rejected == nullptr) return check_anew(asked);
  about = find_users(**rejected, worker.index).front();
  count_remembered(*about, worker);
  return bad_signature();
}

Result<Identity> Checker::check_known(const Known& known, const Asked& asked) const {
  const exchange::Worker& worker = asked.worker;
  const auto users = find_users(*known, worker.index);
  count_remembered(*users.front(), worker);
  std::optional<Error> why_not;
  for (const Provider* provider : users) {
    asked.about = provider;
    auto good = judge(*provider, provider->claims, known->facts, worker);
    if (good) return identify(known);
    if (!why_not || is_about_issuer(*why_not)) why_not = std::move(good.error());
  }
  return std::unexpected(std::move(*why_not));
}

Result<Identity> Checker::check_anew(const Asked& asked) const {
  const auto token = jose::UntrustedToken::parse(asked.text);
  if (asked.worker.trace != nullptr) tell_token(*asked.worker.trace, token);
  if (!token) return std::unexpected(token.error());
  const auto first = token->find_issuer(issuers_);
  if (!first) {
    if (asked.worker.trace != nullptr) tell_no_provider(*asked.worker.trace, issuers_);
    return fail(Blame::client, jose::codes::kIssuer, "\"iss\" is no configured issuer");
  }
  std::optional<Error> why_not;
  for (std::size_t i = *first; i < issuers_.size() && issuers_[i] == issuers_[*first]; ++i) {
    auto identity = check_with(*by_issuer_[i], *token, asked);
    if (identity) return identity;
    if (!why_not || says_more(identity.error(), *why_not)) why_not = std::move(identity.error());
  }
  return std::unexpected(std::move(*why_not));
}

Result<Identity> Checker::check_opaque(const Provider& provider, const Asked& asked) const {
  const exchange::Worker& worker = asked.worker;
  asked.about = &provider;
  if (asked.text.size() > jose::TokenLimits{}.bytes)
    return fail(Blame::client, jose::codes::kTooLarge, "the token is too large to ask about");
  // An explanation asks nobody.
  if (worker.trace != nullptr) tell_introspection(*worker.trace, provider);
  const auto known =
      worker.trace == nullptr ? provider.introspection->find(asked.text, worker) : nullptr;
  if (!known) return fail(Blame::gateway, kIntrospectionUnavailable, "the issuer gave no answer");
  if (!known->claims) return fail(Blame::client, "jwt.inactive", "the issuer says so");
  if (auto good = judge(provider, provider.unsigned_claims, known->facts, worker); !good)
    return std::unexpected(std::move(good.error()));
  return identify(known);
}

const Introspection* Checker::find_oracle(std::string_view text,
                                          const exchange::Worker& worker) const {
  if (introspecting_ == nullptr) return nullptr;
  if (!is_opaque(text)) {
    const auto token = jose::UntrustedToken::parse(text);
    const auto issuer = token ? token->find_issuer(issuers_) : std::nullopt;
    if (!issuer || by_issuer_[*issuer] != introspecting_) return nullptr;
  }
  const Introspection* const oracle = introspecting_->introspection.get();
  return oracle->find(text, worker) ? nullptr : oracle;
}

bool Checker::may_be_mended(const Error& error) const {
  if (is_about(error, kIntrospectionUnavailable)) return true;
  return is_any_fetched_ &&
         (is_about(error, jose::codes::kUnknownKey) || is_about(error, kKeysUnavailable));
}

const keys::RemoteDocument* Checker::find_hope(std::string_view text,
                                               const exchange::Worker& worker) const {
  const auto token = jose::UntrustedToken::parse(text);
  const auto first = token ? token->find_issuer(issuers_) : std::nullopt;
  if (!first) return nullptr;
  const keys::RemoteDocument::Asker asker{worker.index, worker.loop, worker.clock.steady()};
  for (std::size_t i = *first; i < issuers_.size() && issuers_[i] == issuers_[*first]; ++i) {
    const keys::RemoteDocument* remote = by_issuer_[i]->keys->remote();
    if (remote == nullptr) continue;
    const auto& keys = by_issuer_[i]->keys->of(worker.index);
    if (!keys && remote->ask(std::nullopt, asker)) return remote;
    if (keys && is_unknown(*keys, *token) && remote->ask(*token->kid(), asker)) return remote;
  }
  return nullptr;
}

Result<Identity> Checker::check_with(const Provider& provider, const jose::UntrustedToken& token,
                                     const Asked& asked) const {
  asked.about = &provider;
  exchange::Trace* const trace = asked.worker.trace;
  if (trace != nullptr) tell_provider(*trace, provider);
  if (provider.introspection) return check_opaque(provider, asked);
  // Before any key is touched.
  if (auto allowed = jose::check_algorithm(token.algorithm(), provider.claims); !allowed) {
    if (trace != nullptr) trace->tell_failure("algorithm", allowed.error());
    return std::unexpected(std::move(allowed.error()));
  }
  auto known =
      trace != nullptr ? verify_explained(provider, token, asked) : verify(provider, token, asked);
  if (!known) return std::unexpected(std::move(known.error()));
  const jose::TokenFacts& facts = (*known)->facts;
  if (trace != nullptr) {
    tell_claims(*trace, facts, provider.claims, asked.worker.clock.now());
    tell_revocation(*trace, facts, provider, asked.worker);
  }
  if (auto good = judge(provider, provider.claims, facts, asked.worker); !good)
    return std::unexpected(std::move(good.error()));
  return identify(*known);
}

// What comes of it is remembered, unless another key set could change it.
Result<Checker::Known> Checker::verify(const Provider& provider, const jose::UntrustedToken& token,
                                       const Asked& asked) const {
  const exchange::Worker& worker = asked.worker;
  const auto& keys = provider.keys->of(worker.index);
  if (!keys)
    return fail(Blame::gateway, kKeysUnavailable, "there are no keys of " + provider.issuer());
  const SteadyTime began = worker.clock.steady();
  auto verified = keys->of(worker.index).verifier.verify(token);
  if (!verified && !is_about(verified.error(), jose::codes::kSignature))
    return std::unexpected(std::move(verified.error()));
  observe(keys->of(worker.index), token.algorithm(), worker, worker.clock.steady() - began);
  auto known = std::make_shared<const KnownToken>(
      KnownToken{Secret(std::string(asked.text)), provider.keys, keys,
                 verified ? verified->document() : nullptr, worker.clock.steady(),
                 verified ? verified->facts() : jose::TokenFacts()});
  TokenMemory::PerWorker& own = memory_->of(worker.index);
  if (verified) {
    count_checked(provider, worker, own.known.insert(asked.hash, known));
    return known;
  }
  own.rejected.insert(asked.hash, std::move(known));
  count_checked(provider, worker, 0);
  return std::unexpected(std::move(verified.error()));
}

Result<Checker::Known> Checker::verify_explained(const Provider& provider,
                                                 const jose::UntrustedToken& token,
                                                 const Asked& asked) const {
  exchange::Trace& trace = *asked.worker.trace;
  const auto keys = provider.keys->newest();
  if (!keys) {
    tell_no_keys(trace, *provider.keys);
    return fail(Blame::gateway, kKeysUnavailable, "there are no keys of " + provider.issuer());
  }
  jose::Trail trail;
  auto verified = keys->make_verifier().verify(token, &trail);
  tell_keys(trace, keys->set(), trail, verified);
  if (!verified) return std::unexpected(std::move(verified.error()));
  return std::make_shared<const KnownToken>(
      KnownToken{Secret(std::string(asked.text)), provider.keys, keys, verified->document(),
                 asked.worker.clock.steady(), verified->facts()});
}

// None when the issuer has other keys by now.
std::span<const Provider* const> Checker::find_users(const KnownToken& known,
                                                     unsigned worker) const {
  const auto users =
      std::ranges::equal_range(by_keys_, known.issuer, std::owner_less<>(), &Provider::keys);
  if (users.empty() || !are_same(known.keys, users.front()->keys->of(worker))) return {};
  return {users.begin(), users.end()};
}

}  // namespace jg::policies::jwt
