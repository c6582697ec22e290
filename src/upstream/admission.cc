#include "upstream/admission.h"

#include "config/duration.h"

namespace jg::upstream {

std::optional<Admission::Place> Admission::try_enter() {
  if (under_way_ >= limits_.calls) return std::nullopt;
  ++under_way_;
  return Place(*this);
}

Task<Result<Admission::Place>> Admission::enter(net::CancelSlot* cancel) {
  if (auto place = try_enter()) co_return std::move(*place);
  if (waiting_ >= limits_.queue)
    co_return refuse(std::to_string(under_way_) + " calls under way, " + std::to_string(waiting_) +
                     " waiting");
  net::Waiter waiter(loop_);
  line_.push_back(waiter);
  ++waiting_;
  if (cancel != nullptr) cancel->bind(&waiter);
  const auto end = co_await waiter.wait(limits_.patience);
  if (cancel != nullptr) cancel->bind(nullptr);
  --waiting_;
  switch (end) {
    case net::Waiter::End::woken: co_return Place(*this);
    case net::Waiter::End::aborted: co_return fail(Blame::client, "http.client_gone");
    case net::Waiter::End::timed_out: break;
  }
  co_return refuse("no place within " + config::duration_text(limits_.patience));
}

// Whoever waits takes the place over: nobody who comes later gets in between.
void Admission::leave() {
  if (line_.empty())
    --under_way_;
  else
    line_.front().wake();
}

std::unexpected<Error> Admission::refuse(std::string why) {
  ++refused_;
  return fail(Blame::upstream, "upstream.busy", std::move(why), Remedy::retry_later);
}

}  // namespace jg::upstream
