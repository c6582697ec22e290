#include "policies/jwt/policy.h"

#include <algorithm>

#include "base/log.h"
#include "exchange/trace.h"
#include "policies/jwt/certificate_binding.h"
#include "policies/jwt/remarks.h"
#include "policies/jwt/telling.h"

namespace jg::policies::jwt {
namespace {

using Action = exchange::CredentialAction;
using Seen = exchange::CredentialSeen;
using exchange::Exchange;
using exchange::Found;
using exchange::Identity;
using exchange::Verdict;

constexpr const char* kMissing = "jwt.missing";
constexpr const char* kAmbiguous = "jwt.ambiguous";

// Two fields of one name may have been joined on the way here (RFC 9110 section 5.2). No token has
// a comma.
bool is_list(std::string_view text) { return text.find(',') != std::string_view::npos; }

// By an earlier policy, of the identity that there is.
bool is_proved(const Exchange& exchange) {
  return exchange.challenge != nullptr && exchange.challenge->is_to_holder;
}

Seen seen_by(const Result<Identity>& checked) {
  if (checked) return Seen::verified;
  return std::string_view(checked.error().code) == kMissing ? Seen::nothing : Seen::failed;
}

}  // namespace

Result<Verdict> JwtPolicy::on_request(Exchange& exchange) const {
  if (settings_.metadata && settings_.metadata->is_asked(exchange.request)) {
    settings_.metadata->answer(exchange);
    return Verdict::answered;
  }
  // That of an earlier policy stays when it tells of a proof.
  if (!is_proved(exchange)) exchange.challenge = &settings_.challenge;
  About about;
  auto checked = check(exchange, about);
  // An explanation fetches nothing, so it has nothing to wait for.
  const bool may_wait = exchange.worker.trace == nullptr;
  if (!checked && may_wait && checker_.may_be_mended(checked.error())) return Verdict::wait;
  return conclude(exchange, std::move(checked), about);
}

Task<Result<Verdict>> JwtPolicy::resume(Exchange& exchange) const {
  const exchange::Worker& worker = exchange.worker;
  const auto text = find_token(exchange);
  if (const auto* oracle = text ? checker_.find_oracle(*text, worker) : nullptr) {
    std::string token(*text);
    co_await oracle->ask(std::move(token), worker, exchange.cancel);
  } else if (const auto* remote = text ? checker_.find_hope(*text, worker) : nullptr) {
    co_await remote->await_fetch(worker.index, worker.loop, exchange.cancel);
  }
  if (exchange.cancel.is_cancelled()) co_return fail(Blame::client, "http.client_gone");
  About about;
  auto checked = check(exchange, about);
  co_return conclude(exchange, std::move(checked), about);
}

Result<Verdict> JwtPolicy::conclude(Exchange& exchange, Result<Identity> checked,
                                    const About& about) const {
  settings_.claim_headers.strip(exchange.request.fields);
  const auto told = checked ? settings_.claim_headers.make(checked->root(), exchange.arena)
                            : Result<std::vector<http::Field>>();
  if (!told) checked = std::unexpected(told.error());
  const Seen seen = seen_by(checked);
  const Action action = action_for(seen, settings_.mode);
  counts_.add(exchange, {about.provider, action, checked ? nullptr : checked.error().code});
  exchange.challenge = about.is_proved ? &settings_.holder_challenge : &settings_.challenge;
  switch (action) {
    case Action::refuse: return std::unexpected(std::move(checked.error()));
    case Action::pass:
      if (exchange.worker.trace != nullptr)
        tell_passed_on(*exchange.worker.trace, settings_.mode, checked.error());
      if (seen == Seen::failed)
        log::debug("jwtAuth: a bad token is let through: " + std::string(checked.error().code));
      if (seen == Seen::failed && settings_.strips_invalid) settings_.locations.remove(exchange);
      return Verdict::proceed;
    case Action::identify: break;
  }
  settings_.locations.remove(exchange);
  if (settings_.asks_for_proofs()) exchange.request.fields.remove("dpop");
  for (const http::Field& field : *told) exchange.request.fields.add(field.name, field.value);
  exchange.record.jwt_subject = exchange.arena.copy(checked->subject());
  exchange.facts.identity = std::move(*checked);
  return Verdict::proceed;
}

// In the request, or what an earlier policy took out of it.
Result<std::string_view> JwtPolicy::find_token(Exchange& exchange) const {
  if (exchange.worker.trace != nullptr) take_explained_token(exchange);
  const Found found = settings_.locations.find(exchange);
  if (found.count == Found::Count::several)
    return fail(Blame::client, kAmbiguous, "several values in " + settings_.locations.describe());
  const auto& earlier = exchange.facts.identity;
  const bool is_stacked = found.count == Found::Count::none && earlier && knows(earlier->issuer);
  if (found.count == Found::Count::none && !is_stacked)
    return fail(Blame::client, kMissing, "nothing in " + settings_.locations.describe());
  return is_stacked ? std::string_view(earlier->token->reveal()) : found.text;
}

Result<Identity> JwtPolicy::check(Exchange& exchange, About& about) const {
  const auto text = find_token(exchange);
  if (!text) return std::unexpected(text.error());
  auto checked = checker_.check(*text, exchange.worker, about.provider);
  if (!checked && is_list(*text))
    return fail(Blame::client, kAmbiguous, "a list in " + settings_.locations.describe());
  if (!checked) return checked;
  auto sent = check_sender(exchange, *checked, about);
  if (exchange.worker.trace != nullptr)
    tell_sender(*exchange.worker.trace, *checked, sent, about.is_proved);
  if (!sent) return std::unexpected(std::move(sent.error()));
  return checked;
}

// A token that an earlier policy took out came with the proof that is gone too.
Result<void> JwtPolicy::check_sender(Exchange& exchange, const Identity& identity,
                                     About& about) const {
  const Dpop& dpop = about.provider->dpop;
  const Bindings checked{settings_.certificate_binding, dpop.mode};
  if (checked.are_off()) return {};
  const auto confirmation = read_confirmation(identity.root(), checked);
  if (!confirmation) return std::unexpected(confirmation.error());
  auto good = check_certificate_binding(checked.certificate, *confirmation, exchange.tls);
  if (!good) return good;
  const auto& earlier = exchange.facts.identity;
  about.is_proved =
      is_proved(exchange) && earlier && earlier->token->reveal() == identity.token->reveal();
  if (about.is_proved) return {};
  const auto proved = check_dpop(dpop, *confirmation, identity.token->reveal(), exchange);
  if (!proved) return std::unexpected(proved.error());
  about.is_proved = *proved;
  return {};
}

std::vector<std::string_view> JwtPolicy::own_paths() const {
  if (!settings_.metadata) return {};
  return {settings_.metadata->path()};
}

// Who wants a token explained need not know where it belongs.
void JwtPolicy::take_explained_token(Exchange& exchange) const {
  exchange::Trace& trace = *exchange.worker.trace;
  if (!trace.has_token()) return;
  const bool has_proof = settings_.asks_for_proofs() && exchange.request.fields.has("dpop");
  const exchange::Location dpop = exchange::Location::dpop();
  const exchange::Location& place = has_proof ? dpop : settings_.locations.first();
  place.put(exchange, trace.take_token().reveal());
  trace.tell("token", exchange::Finding::Outcome::noted, "put into " + place.describe());
}

bool JwtPolicy::knows(std::string_view issuer) const {
  return std::ranges::any_of(settings_.providers, [&](const Provider& provider) {
    return provider.claims.accepts(issuer);
  });
}

std::vector<exchange::Policy::Remark> JwtPolicy::remarks() const { return remarks_as("jwtAuth"); }

std::vector<exchange::Policy::Remark> JwtPolicy::remarks_as(std::string_view key) const {
  return describe(settings_, key);
}

}  // namespace jg::policies::jwt
