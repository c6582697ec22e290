#include "proxy/chain.h"

#include <algorithm>

#include "exchange/trace.h"

namespace jg::proxy {

using exchange::Exchange;
using exchange::Stage;
using exchange::Trace;
using exchange::Verdict;

namespace {

// What counts a request or holds it up has nothing to do where none is served.
bool counts_or_waits(Stage stage) { return stage == Stage::limit || stage == Stage::delay; }

void tell(Trace& trace, std::size_t opened, const Result<Verdict>& verdict) {
  if (!verdict)
    trace.close(opened, verdict.error());
  else if (*verdict == Verdict::answered)
    trace.close(opened, Trace::Outcome::noted, "answers; no backend is called");
  else
    trace.close(opened, Trace::Outcome::good);
}

}  // namespace

void Chain::add(Stage stage, std::shared_ptr<const exchange::Policy> policy, std::string_view key) {
  const auto behind = std::ranges::upper_bound(steps_, stage, {}, &Step::stage);
  const exchange::Policy::Bodies bodies = policy->bodies();
  steps_.insert(behind, {stage, std::move(policy), key, bodies});
}

Task<Result<Verdict>> Chain::on_request(Exchange& exchange, std::size_t& ran) const {
  for (const Step& step : steps_) {
    Trace* const trace = exchange.worker.trace;
    if (step.bodies.request && exchange.request_body != nullptr && !exchange.buffered_body) {
      auto body = co_await exchange::buffer_request_body(exchange);
      if (!body) co_return std::unexpected(std::move(body.error()));
    }
    if (trace == nullptr) ++ran;
    if (trace != nullptr && counts_or_waits(step.stage)) {
      trace->tell(std::string(step.key), Trace::Outcome::skipped, "not asked: it counts or waits");
      continue;
    }
    const std::size_t opened = trace != nullptr ? trace->open(std::string(step.key)) : 0;
    auto verdict = step.policy->on_request(exchange);
    if (verdict && *verdict == Verdict::wait) verdict = co_await step.policy->resume(exchange);
    if (trace != nullptr) tell(*trace, opened, verdict);
    if (!verdict || *verdict == Verdict::answered) co_return verdict;
  }
  co_return Verdict::proceed;
}

bool Chain::reads_answer(std::size_t ran) const {
  return std::ranges::any_of(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(ran),
                             [](const Step& step) { return step.bodies.answer; });
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

std::vector<std::string> Chain::own_paths() const {
  std::vector<std::string> all;
  for (const Step& step : steps_)
    for (const std::string_view path : step.policy->own_paths()) all.emplace_back(path);
  return all;
}

std::vector<exchange::Policy::Remark> Chain::remarks() const {
  std::vector<exchange::Policy::Remark> all;
  for (const Step& step : steps_)
    for (auto& remark : step.policy->remarks()) all.push_back(std::move(remark));
  return all;
}

}  // namespace jg::proxy
