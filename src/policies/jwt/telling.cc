#include "policies/jwt/telling.h"

#include "fetch/url.h"
#include "jose/codes.h"
#include "jose/token.h"
#include "policies/jwt/remarks.h"

namespace jg::policies::jwt {
namespace {

using exchange::Finding;
using exchange::Trace;
using Outcome = Finding::Outcome;
using Tried = jose::TriedKey::Outcome;

std::string shown_kid(const std::optional<std::string>& kid) {
  return kid ? jose::quote_safely(*kid) : "without id";
}

std::string shown_key(const jose::Jwk& key) {
  return shown_kid(key.kid()) + " (" + key.algorithms().names() + ")";
}

void tell_key(Trace& trace, const jose::Jwk& key, Tried outcome) {
  switch (outcome) {
    case Tried::other_algorithm:
      return trace.tell("key", Outcome::failed,
                        shown_key(key) + " may not verify the token's algorithm");
    case Tried::other_signature:
      return trace.tell("key", Outcome::failed, shown_key(key) + " did not make the signature");
    case Tried::good:
      return trace.tell("key", Outcome::good, shown_key(key) + " made the signature");
  }
}

std::vector<Finding::Value> read(json::Value claims, const std::vector<std::string>& names) {
  std::vector<Finding::Value> out;
  for (const std::string& name : names)
    if (const auto value = claims.find(name)) out.push_back({name, value->dump()});
  return out;
}

}  // namespace

void tell_token(Trace& trace, const Result<jose::UntrustedToken>& token) {
  if (!token) return trace.tell_failure("form", token.error());
  std::string says = "alg " + std::string(name(token->algorithm()));
  says += token->kid() ? ", kid " + jose::quote_safely(*token->kid()) : ", no kid";
  if (token->typ()) says += ", typ " + jose::quote_safely(*token->typ());
  trace.tell("form", Outcome::good, says);
}

void tell_provider(Trace& trace, const Provider& provider) {
  trace.tell("provider", Outcome::good, provider.issuer() + ", " + describe_keys(*provider.keys));
}

void tell_no_provider(Trace& trace, std::span<const std::string_view> issuers) {
  std::string says = issuers.empty() ? "no issuer is configured" : "\"iss\" is none of:";
  for (const std::string_view issuer : issuers) says += ' ' + std::string(issuer);
  trace.tell_failure("provider", {Blame::client, jose::codes::kIssuer, std::move(says)});
}

void tell_introspection(Trace& trace, const Provider& provider) {
  trace.tell("introspection", Outcome::skipped,
             fetch::shown_url(provider.introspection->settings().url) +
                 " says what it is, and is not asked for an explanation");
}

void tell_no_keys(Trace& trace, const IssuerKeys& keys) {
  if (keys.remote() != nullptr && keys.remote()->was_asked())
    return trace.tell("keys", Outcome::failed, "keys come from URL, and could not be fetched");
  trace.tell("keys", Outcome::skipped, "keys come from URL, not fetched");
}

void tell_keys(Trace& trace, const jose::KeySet& keys, const jose::Trail& trail,
               const Result<jose::VerifiedToken>& verified) {
  for (const jose::TriedKey& tried : trail) tell_key(trace, keys.keys()[tried.key], tried.outcome);
  if (verified) return trace.tell("signature", Outcome::good);
  trace.tell_failure("signature", verified.error());
  trace.tell("claims", Outcome::skipped, "not looked at: nobody vouches for them");
}

void tell_claims(Trace& trace, const jose::TokenFacts& token, const jose::ClaimsPolicy& policy,
                 SystemTime now) {
  for (const jose::ClaimCheck& check : jose::claim_checks()) {
    Finding finding{.step = std::string(check.name), .says = check.asks(policy)};
    if (finding.says.empty()) {
      trace.tell(std::move(finding.step), Outcome::skipped, "nothing is asked of it here");
      continue;
    }
    finding.values = read(token.claims, check.reads(policy));
    const auto checked = check.run(token, policy, now);
    finding.outcome = checked ? Outcome::good : Outcome::failed;
    if (!checked) {
      finding.says = checked.error().detail;
      finding.code = checked.error().code;
    }
    trace.tell(std::move(finding));
  }
}

void tell_revocation(Trace& trace, const jose::TokenFacts& token, const Provider& provider,
                     const exchange::Worker& worker) {
  const auto& list = provider.revocations;
  if (!list) return;
  if (list->remote() != nullptr && !list->remote()->published().content) {
    const bool was_asked = list->remote()->was_asked();
    return trace.tell(
        "revocation", was_asked ? Outcome::failed : Outcome::skipped,
        was_asked ? "the list could not be fetched" : "the list comes from a URL, not fetched");
  }
  Finding finding{.step = "revocation", .outcome = Outcome::good, .says = "it is in no entry"};
  finding.values = read(token.claims, {"jti", "sub", "sid"});
  if (const auto good = list->check(token, provider.claims.leeway, worker); !good) {
    finding.outcome = Outcome::failed;
    finding.says = good.error().detail;
    finding.code = good.error().code;
  }
  trace.tell(std::move(finding));
}

void tell_sender(Trace& trace, const exchange::Identity& identity, const Result<void>& checked,
                 bool is_proved) {
  if (!checked) {
    trace.tell({.step = "sender",
                .outcome = Outcome::failed,
                .says = checked.error().detail,
                .code = checked.error().code,
                .values = read(identity.root(), {"cnf"})});
  } else if (identity.root().find("cnf")) {
    trace.tell({.step = "sender",
                .outcome = Outcome::good,
                .says = is_proved ? "holds the key that the token is bound to; whether the "
                                    "proof was used before is not told"
                                  : "may use the token",
                .values = read(identity.root(), {"cnf"})});
  }
}

void tell_passed_on(Trace& trace, Mode mode, const Error& why) {
  trace.tell("passed on", Outcome::noted,
             "the mode " + std::string(name(mode)) + " lets it go on with nobody known (" +
                 why.code + ")");
}

}  // namespace jg::policies::jwt
