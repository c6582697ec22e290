// policies/jwt/telling.h - puts the steps of checking a token into words, for an exchange that is
// explained.
//
// Thread: any; pure but for the trace.
// Trust:  names out of the token are shown quoted and cut; its signature never is.
#pragma once

#include <span>
#include <string_view>

#include "exchange/trace.h"
#include "policies/jwt/settings.h"

namespace jg::policies::jwt {

void tell_token(exchange::Trace& trace, const Result<jose::UntrustedToken>& token);
void tell_provider(exchange::Trace& trace, const Provider& provider);
void tell_no_provider(exchange::Trace& trace, std::span<const std::string_view> issuers);
void tell_introspection(exchange::Trace& trace, const Provider& provider);
// Keys by URL that are not there: unless who explains has them fetched, nobody asked for them.
void tell_no_keys(exchange::Trace& trace, const IssuerKeys& keys);
void tell_keys(exchange::Trace& trace, const jose::KeySet& keys, const jose::Trail& trail,
               const Result<jose::VerifiedToken>& verified);
// Every check of claims.h's list, also behind one that fails.
void tell_claims(exchange::Trace& trace, const jose::TokenFacts& token,
                 const jose::ClaimsPolicy& policy, SystemTime now);
// Nothing where there is no list.
void tell_revocation(exchange::Trace& trace, const jose::TokenFacts& token,
                     const Provider& provider, const exchange::Worker& worker);
// Nothing where nothing is asked of who sends a token.
void tell_sender(exchange::Trace& trace, const exchange::Identity& identity,
                 const Result<void>& checked, bool is_proved);
// Without an identity, since the mode lets it.
void tell_passed_on(exchange::Trace& trace, Mode mode, const Error& why);

}  // namespace jg::policies::jwt
