#include "policies/jwt/remarks.h"

#include <algorithm>

#include "config/document.h"
#include "fetch/url.h"

namespace jg::policies::jwt {
namespace {

using Remark = exchange::Policy::Remark;

constexpr std::size_t kKeysShown = 8;

Remark states(std::string text) { return {Remark::Kind::states, std::move(text)}; }
Remark warns(std::string text) { return {Remark::Kind::warns, std::move(text)}; }

std::string describe_source(const keys::RemoteSettings& source) {
  return (source.issuer ? "keys by discovery at " : "keys from ") + fetch::shown_url(source.url);
}

std::string describe_revocations(const Revocations& list) {
  if (const auto* remote = list.remote())
    return "revoked tokens from " + fetch::shown_url(remote->settings().url);
  return std::to_string(list.fixed().size()) +
         (list.fixed().size() == 1 ? " revocation" : " revocations");
}

std::string described_issuer(const jose::ClaimsPolicy& policy) {
  if (policy.issuers.empty()) return policy.issuer;
  return policy.issuer + " (" + std::to_string(policy.issuers.size()) + " spellings)";
}

std::string describe_accepted(const Provider& provider) {
  std::string out = "issuer " + described_issuer(provider.claims);
  if (provider.introspection)
    out += ", asked about tokens at " + fetch::shown_url(provider.introspection->settings().url);
  else
    out += ", " + describe_keys(*provider.keys);
  if (provider.dpop.mode == Binding::if_bound) out += ", DPoP proofs for bound tokens";
  if (provider.dpop.mode == Binding::required) out += ", DPoP proofs for all tokens";
  if (provider.revocations) out += ", " + describe_revocations(*provider.revocations);
  return out;
}

void describe_mode(const Settings& settings, std::vector<Remark>& out) {
  switch (settings.mode) {
    case Mode::strict: break;
    case Mode::optional:
      out.push_back(warns("requests without a token are let through (mode optional)"));
      break;
    case Mode::permissive:
      out.push_back(warns(
          "requests without a token or with a bad one are let through, the bad token with them "
          "(mode permissive)"));
      break;
  }
  if (!settings.locations.are_removable())
    out.push_back(warns("the token is sent on to the backend: it was found by an expression"));
  if (settings.providers.empty())
    out.push_back(warns("no issuer is configured: every token is refused"));
}

void describe_fetched_list(const Provider& provider, std::vector<Remark>& out) {
  const auto* remote = provider.revocations ? provider.revocations->remote() : nullptr;
  if (remote == nullptr) return;
  const std::string of = " (issuer " + provider.issuer() + ")";
  if (remote->settings().url.starts_with("http:"))
    out.push_back(warns("its revoked tokens are fetched without TLS" + of));
  if (provider.revocations->without() == WithoutList::accept)
    out.push_back(warns("revoked tokens are accepted while their list cannot be had" + of));
}

void describe_provider(const Provider& provider, std::vector<Remark>& out) {
  const std::string of = " (issuer " + provider.issuer() + ")";
  const auto& required = provider.claims.required;
  const auto* remote = provider.keys->remote();
  if (remote != nullptr && remote->settings().url.starts_with("http:"))
    out.push_back(warns("its keys are fetched without TLS" + of));
  if (remote == nullptr && !provider.introspection && provider.keys->set().keys().empty())
    out.push_back(warns("there is no usable key, every token is refused" + of));
  if (provider.claims.audiences.empty())
    out.push_back(warns("the audience is not checked, tokens meant for others are accepted" + of));
  if (std::ranges::find(required, "exp") == required.end())
    out.push_back(warns("tokens without exp are accepted for ever" + of));
  if (provider.claims.bound_tokens == jose::BoundTokens::accept)
    out.push_back(warns("tokens that are bound to a key are accepted from anybody" + of));
  if (provider.symmetric == jose::SymmetricKeys::allow)
    out.push_back(warns("shared secrets are allowed: whoever can check a token can make one" + of));
  if (provider.dpop.mode != Binding::off && provider.dpop.origins.empty())
    out.push_back(warns("dpop without origins: whoever sends a proof on names its host" + of));
  describe_fetched_list(provider, out);
  if (provider.introspection && provider.introspection->settings().url.starts_with("http:"))
    out.push_back(warns("it is sent tokens without TLS" + of));
}

}  // namespace

std::string describe_keys(const IssuerKeys& of_issuer) {
  if (const auto* remote = of_issuer.remote()) return describe_source(remote->settings());
  const jose::KeySet& keys = of_issuer.set();
  std::string out =
      std::to_string(keys.keys().size()) + (keys.keys().size() == 1 ? " key" : " keys");
  std::size_t shown = 0;
  for (const jose::Jwk& key : keys.keys()) {
    if (shown == kKeysShown) return out + ", ...";
    out += shown++ == 0 ? ": " : ", ";
    out += (key.kid() ? config::quoted(*key.kid()) : "without id") + " (" +
           key.algorithms().names() + ")";
  }
  return out;
}

std::vector<Remark> describe(const Settings& settings, std::string_view key) {
  std::vector<Remark> out;
  out.push_back(
      states(std::string(name(settings.mode)) + ", token in " + settings.locations.describe()));
  for (const Provider& provider : settings.providers)
    out.push_back(states(describe_accepted(provider)));
  if (!settings.claim_headers.empty())
    out.push_back(states("claims for the backend in " + settings.claim_headers.describe()));
  if (settings.metadata)
    out.push_back(states("anybody may read " + std::string(settings.metadata->path())));
  describe_mode(settings, out);
  for (const Provider& provider : settings.providers) describe_provider(provider, out);
  for (Remark& remark : out) remark.text.insert(0, ": ").insert(0, key);
  return out;
}

}  // namespace jg::policies::jwt
