// policies/jwt/checker.h - takes a token text to an identity: provider by issuer, key inside it,
// signature, claims. A signature that was checked before is remembered.
//
// Owner:  the policy, whose providers it looks into.
// Thread: all workers; what changes is each worker's own (TrustedKeys, TokenMemory).
// Errors: jwt.*, as src/jose gives them; jwt.issuer also when no provider has the issuer that the
//         token names; jwt.keys_unavailable when its keys could not be fetched;
//         those of revocations.h and introspection.h.
// Trust:  the text is hostile. Its `iss` is believed for choosing keys, nothing else; claims.h
//         compares it again.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "exchange/exchange.h"
#include "jose/token.h"
#include "policies/jwt/provider.h"
#include "policies/jwt/token_memory.h"

namespace jg::policies::jwt {

// A token may be good, but there is nothing to check it with.
inline constexpr const char* kKeysUnavailable = "jwt.keys_unavailable";

class Checker {
 public:
  Checker(std::span<const Provider> providers, std::shared_ptr<const TokenMemory> memory);

  // `about` is the provider that the answer is by; it is left alone when none was chosen.
  Result<exchange::Identity> check(std::string_view text, const exchange::Worker& worker,
                                   const Provider*& about) const;

  // Whether keys that are fetched, or the issuer's word, could make up for this.
  bool may_be_mended(const Error& error) const;
  // The keys that a fetch may bring what this token needs; null when none can, or it has been asked
  // of them too often.
  const keys::RemoteDocument* find_hope(std::string_view text,
                                        const exchange::Worker& worker) const;
  // Who is to be asked about the token; null when nobody is, or there is an answer.
  const Introspection* find_oracle(std::string_view text, const exchange::Worker& worker) const;

 private:
  struct Asked {
    std::string_view text;
    Hash128 hash;
    const exchange::Worker& worker;
    const Provider*& about;
  };
  using Known = std::shared_ptr<const KnownToken>;

  Result<exchange::Identity> check_known(const Known& known, const Asked& asked) const;
  Result<exchange::Identity> check_anew(const Asked& asked) const;
  // What only its issuer can read.
  Result<exchange::Identity> check_opaque(const Provider& provider, const Asked& asked) const;
  Result<exchange::Identity> check_with(const Provider& provider, const jose::UntrustedToken& token,
                                        const Asked& asked) const;
  Result<Known> verify(const Provider& provider, const jose::UntrustedToken& token,
                       const Asked& asked) const;
  // Nothing is remembered, and each key that is tried is told of.
  Result<Known> verify_explained(const Provider& provider, const jose::UntrustedToken& token,
                                 const Asked& asked) const;
  std::span<const Provider* const> find_users(const KnownToken& known, unsigned worker) const;

  std::shared_ptr<const TokenMemory> memory_;
  std::vector<const Provider*> by_issuer_;  // in order of the issuer, then as configured
  std::vector<std::string_view> issuers_;   // beside by_issuer_
  std::vector<const Provider*> by_keys_;    // in order of the keys' owner, then as configured
  bool is_each_issuer_once_ = true;
  const Provider* introspecting_ = nullptr;  // whose opaque tokens are taken
  bool is_any_fetched_ = false;
};

}  // namespace jg::policies::jwt
