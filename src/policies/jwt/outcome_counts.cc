#include "policies/jwt/outcome_counts.h"

#include "exchange/refusal.h"
#include "telemetry/worker_metrics.h"

namespace jg::policies::jwt {
namespace {

using exchange::CredentialAction;

std::string_view result_of(CredentialAction action) {
  switch (action) {
    case CredentialAction::refuse: return "refused";
    case CredentialAction::pass: return "passed";
    case CredentialAction::identify: return "accepted";
  }
  return {};
}

// 0 for a good token; a code's place in the list of refusals, from 1.
std::size_t number_of(const char* code) {
  if (code == nullptr) return 0;
  return static_cast<std::size_t>(&exchange::find_refusal(code) - exchange::refusals().data()) + 1;
}

std::string_view reason_of(const TokenOutcome& outcome) {
  return outcome.code == nullptr ? "none" : exchange::find_refusal(outcome.code).code;
}

}  // namespace

OutcomeCounts::OutcomeCounts(std::span<const Provider> providers, unsigned workers)
    : providers_(providers), by_worker_(workers) {}

std::size_t OutcomeCounts::index_of(const TokenOutcome& outcome) const {
  const std::size_t provider = outcome.provider == nullptr
                                   ? providers_.size()
                                   : static_cast<std::size_t>(outcome.provider - providers_.data());
  return provider * (exchange::refusals().size() + 1) + number_of(outcome.code);
}

// What the mode makes of a code is always the same, so the code tells the result too.
void OutcomeCounts::add(const exchange::Exchange& exchange, const TokenOutcome& outcome) const {
  const exchange::Worker& worker = exchange.worker;
  if (worker.metrics == nullptr || worker.index >= by_worker_.size()) return;
  std::vector<Cell*>& cells = by_worker_[worker.index];
  if (cells.empty()) cells.resize((providers_.size() + 1) * (exchange::refusals().size() + 1));
  Cell*& cell = cells[index_of(outcome)];
  if (cell == nullptr)
    cell = &worker.metrics->token_requests.at(
        {outcome.provider == nullptr ? "" : outcome.provider->issuer(),
         exchange.route == nullptr ? "" : exchange.route->name, result_of(outcome.action),
         reason_of(outcome)});
  cell->add(1);
}

}  // namespace jg::policies::jwt
