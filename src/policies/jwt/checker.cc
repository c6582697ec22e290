#include "policies/jwt/checker.h"

#include <optional>

#include "jose/codes.h"

namespace jg::policies::jwt {
namespace {

// Of two providers with one issuer the one whose key was used has more to say than the one that
// lacks it.
bool says_less(const Error& error) {
  return std::string_view(error.code) == jose::codes::kUnknownKey;
}

}  // namespace

Checker::Checker(std::span<const Provider> providers) : providers_(providers) {
  verifiers_.reserve(providers.size());
  for (const Provider& provider : providers) verifiers_.emplace_back(provider.keys);
}

Result<exchange::Identity> Checker::check(std::string_view text, SystemTime now) {
  const auto token = jose::UntrustedToken::parse(text);
  if (!token) return std::unexpected(token.error());
  std::optional<Error> why_not;
  for (std::size_t i = 0; i < providers_.size(); ++i) {
    if (!token->names_issuer(providers_[i].issuer())) continue;
    auto identity = check_with(i, *token, now);
    if (identity) {
      identity->token = Secret(std::string(text));
      return identity;
    }
    if (!why_not || says_less(*why_not)) why_not = std::move(identity.error());
  }
  if (why_not) return std::unexpected(std::move(*why_not));
  return fail(Blame::client, jose::codes::kIssuer, "\"iss\" is no configured issuer");
}

Result<exchange::Identity> Checker::check_with(std::size_t provider,
                                               const jose::UntrustedToken& token, SystemTime now) {
  auto verified = verifiers_[provider].verify(token);
  if (!verified) return std::unexpected(std::move(verified.error()));
  const Provider& trusted = providers_[provider];
  if (auto good = jose::check_claims(verified->claims(), trusted.claims, now); !good)
    return std::unexpected(std::move(good.error()));
  return exchange::Identity{verified->document(), trusted.issuer(), Secret()};
}

}  // namespace jg::policies::jwt
