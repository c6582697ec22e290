// policies/jwt/dpop.h - whether whoever sends a token holds the key that it is bound to: the proof
// in the field DPoP.
//
// Owner:  the provider. Thread: immutable, but for what is remembered of proofs.
// Errors: jwt.dpop_proof, jwt.dpop_replay, jwt.dpop_binding.
// Spec:   RFC 9449 sections 4.3, 7.1 and 7.2.
// Trust:  the proof is hostile; the token was verified.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/type.h"
#include "exchange/exchange.h"
#include "exchange/feature.h"
#include "http/uri.h"
#include "jose/algorithm.h"
#include "policies/jwt/binding.h"
#include "policies/jwt/replay_memory.h"

namespace jg::policies::jwt {

struct Dpop {
  Binding mode = Binding::off;
  jose::AlgorithmSet algorithms = {};
  std::chrono::seconds window{60};      // that a proof may be old, or ahead
  std::vector<http::Url> origins = {};  // by which clients know us; empty: as they ask
  std::shared_ptr<const ReplayMemory> replays = nullptr;  // null: off
};

// Whether a proof was asked for and is good.
Result<bool> check_dpop(const Dpop& settings, const Confirmation& confirmation,
                        std::string_view token, const exchange::Exchange& exchange);

// off, ifBound, required, or a map with more.
config::Type<Dpop> dpop_type(const exchange::LoadContext& context);

}  // namespace jg::policies::jwt
