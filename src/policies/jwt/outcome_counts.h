// policies/jwt/outcome_counts.h - counts what became of the requests that a jwtAuth saw: by issuer,
// result and code, under the name of the route it stands on.
//
// Owner:  the policy. Thread: add() by the worker that asks, for cells of its own.
// Limits: a cell is looked up by its labels once for each policy and worker; behind that it is found
//         by number, without a lock and without allocating. The codes are those of
//         exchange/refusal.cc.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "exchange/credential_mode.h"
#include "exchange/exchange.h"
#include "policies/jwt/provider.h"

namespace jg::policies::jwt {

struct TokenOutcome {
  const Provider* provider = nullptr;  // null: none was chosen
  exchange::CredentialAction action = exchange::CredentialAction::identify;
  const char* code = nullptr;  // null: a good token
};

class OutcomeCounts {
 public:
  OutcomeCounts(std::span<const Provider> providers, unsigned workers);

  void add(const exchange::Exchange& exchange, const TokenOutcome& outcome) const;

 private:
  std::size_t index_of(const TokenOutcome& outcome) const;

  std::span<const Provider> providers_;
  mutable std::vector<std::vector<Cell*>> by_worker_;  // empty, then by provider and code
};

}  // namespace jg::policies::jwt
