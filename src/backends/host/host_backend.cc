#include "backends/host/host_backend.h"

#include <algorithm>

#include "upstream/authority.h"

namespace jg::backends::host {

HostBackend::HostBackend(const upstream::Clients& clients, std::vector<Target> targets)
    : clients_(clients) {
  for (Target& target : targets) {
    if (target.weight == 0) continue;
    total_ += target.weight;
    std::string authority = upstream::authority_of(target.endpoint);
    choices_.push_back({std::move(target), std::move(authority), total_});
  }
}

const HostBackend::Choice* HostBackend::choose(exchange::Worker& worker) const {
  if (choices_.empty()) return nullptr;
  if (choices_.size() == 1) return &choices_.front();
  const std::uint64_t drawn = worker.random.below(total_);
  return &*std::ranges::upper_bound(choices_, drawn, {}, &Choice::up_to);
}

Task<Result<void>> HostBackend::call(exchange::Exchange& exchange) const {
  const Choice* choice = choose(exchange.worker);
  if (choice == nullptr)
    co_return fail(Blame::config, "backend.none", "every backend has weight 0");
  exchange.record.backend = choice->authority;
  if (!exchange.keeps_authority) exchange.request.authority = choice->authority;
  choice->target.request_headers.apply(exchange.request.fields);
  upstream::Call call{exchange.request};
  if (exchange.buffered_body)
    call.text = *exchange.buffered_body;
  else
    call.body = exchange.request_body;
  call.upgrade = exchange.wants_upgrade;
  call.cancel = &exchange.cancel;
  upstream::Answer answer{exchange.response.head};
  auto called =
      co_await clients_.of(exchange.worker.index).call(choice->target.endpoint, call, answer);
  exchange.record.retries = answer.retries;
  if (!called) co_return called;
  choice->target.response_headers.apply(exchange.response.head.fields);
  exchange.response.body = std::move(answer.body);
  exchange.response.tunnel = std::move(answer.tunnel);
  exchange.record.endpoint = exchange.arena.copy(answer.endpoint);
  co_return called;
}

}  // namespace jg::backends::host
