#include "proxy/chain.h"

#include <algorithm>

namespace jg::proxy {

using exchange::Exchange;
using exchange::Verdict;

void Chain::add(exchange::Stage stage, std::shared_ptr<const exchange::Policy> policy) {
  const auto behind = std::ranges::upper_bound(steps_, stage, {}, &Step::stage);
  steps_.insert(behind, {stage, std::move(policy)});
}

Task<Result<Verdict>> Chain::on_request(Exchange& exchange, std::size_t& ran) const {
  for (const Step& step : steps_) {
    ++ran;
    auto verdict = step.policy->on_request(exchange);
    if (verdict && *verdict == Verdict::wait) verdict = co_await step.policy->resume(exchange);
    if (!verdict || *verdict == Verdict::answered) co_return verdict;
  }
  co_return Verdict::proceed;
}

void Chain::on_response(Exchange& exchange, std::size_t ran) const {
  while (ran > 0) steps_[--ran].policy->on_response(exchange);
}

void Chain::on_done(Exchange& exchange, std::size_t ran) const {
  while (ran > 0) steps_[--ran].policy->on_done(exchange);
}

bool Chain::has_stance(exchange::Policy::Stance stance) const {
  return std::ranges::any_of(steps_,
                             [&](const Step& step) { return step.policy->stance() == stance; });
}

std::vector<exchange::Policy::Remark> Chain::remarks() const {
  std::vector<exchange::Policy::Remark> all;
  for (const Step& step : steps_)
    for (auto& remark : step.policy->remarks()) all.push_back(std::move(remark));
  return all;
}

}  // namespace jg::proxy
