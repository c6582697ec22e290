// policies/jwt/known_token.h - what came of checking a token's signature, and nothing else: time,
// issuer, audience and claims are for the policy that asks, each time it asks.
//
// Thread: immutable; the identities of exchanges share it.
#pragma once

#include <cstddef>
#include <memory>

#include "base/clock.h"
#include "base/secret.h"
#include "jose/token_facts.h"
#include "json/value.h"

namespace jg::policies::jwt {

class IssuerKeys;
class TrustedKeys;

struct KnownToken {
  Secret text;
  std::weak_ptr<const IssuerKeys> issuer;        // whose keys they were
  std::weak_ptr<const TrustedKeys> keys;         // that checked it; they do not live on for it
  std::shared_ptr<const json::Document> claims;  // null: none of the keys made its signature
  SteadyTime checked = {};
  jose::TokenFacts facts = {};  // they look into the claims

  std::size_t bytes() const {
    return sizeof *this + text.reveal().size() + (claims ? claims->bytes() : 0);
  }
};

}  // namespace jg::policies::jwt
