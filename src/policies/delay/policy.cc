#include "policies/delay/policy.h"

#include <algorithm>

#include "config/duration.h"
#include "net/cancel.h"
#include "net/deadline.h"
#include "net/event.h"

namespace jg::policies::delay {
namespace {

using std::chrono::milliseconds;

milliseconds as_time(cel::Value value) {
  switch (value.kind()) {
    case cel::Kind::duration: return milliseconds(value.as_duration() / 1'000'000);
    case cel::Kind::integer: return milliseconds(value.as_int());
    case cel::Kind::unsigned_integer:
      return milliseconds(std::min<std::uint64_t>(value.as_uint(), kLongest.count()));
    case cel::Kind::real:
      // What is no number compares false.
      if (!(value.as_double() > 0)) return milliseconds(0);
      return milliseconds(static_cast<std::int64_t>(
          std::min(value.as_double(), static_cast<double>(kLongest.count()))));
    case cel::Kind::null:
    case cel::Kind::boolean:
    case cel::Kind::string:
    case cel::Kind::bytes:
    case cel::Kind::list:
    case cel::Kind::map:
    case cel::Kind::timestamp:
    case cel::Kind::type:
    case cel::Kind::optional:
    case cel::Kind::ip:
    case cel::Kind::cidr:
    case cel::Kind::error: return milliseconds(0);
  }
  return milliseconds(0);
}

// A wait that ends with its time, or with what it keeps waiting.
class Pause final : public net::Deadline, public net::Abortable {
 public:
  explicit Pause(net::Loop& loop) : loop_(loop), over_(loop) {}
  Task<void> wait(milliseconds time) {
    set(loop_.deadlines(), time);
    co_await over_.wait();
  }
  void abort() override { over_.set(); }

 private:
  void on_expired() override { over_.set(); }
  net::Loop& loop_;
  net::Event over_;
};

}  // namespace

milliseconds DelayPolicy::time_for(exchange::Exchange& exchange) const {
  if (const auto* fixed = std::get_if<milliseconds>(&amount_)) return *fixed;
  const exchange::RequestVariables variables(exchange, surroundings_);
  const auto& expression = std::get<exchange::Expression>(amount_);
  return std::clamp(as_time(expression->evaluate(variables, exchange.arena)), milliseconds(0),
                    kLongest);
}

Task<Result<exchange::Verdict>> DelayPolicy::resume(exchange::Exchange& exchange) const {
  const milliseconds time = time_for(exchange);
  if (time.count() == 0) co_return exchange::Verdict::proceed;
  Pause pause(exchange.worker.loop);
  exchange.cancel.bind(&pause);
  co_await pause.wait(time);
  exchange.cancel.bind(nullptr);
  if (exchange.cancel.is_cancelled()) co_return fail(Blame::client, "http.client_gone");
  co_return exchange::Verdict::proceed;
}

std::vector<exchange::Policy::Remark> DelayPolicy::remarks() const {
  const auto* fixed = std::get_if<milliseconds>(&amount_);
  return {{Remark::Kind::states,
           "delay: " + (fixed != nullptr ? config::duration_text(*fixed) : "computed")}};
}

}  // namespace jg::policies::delay
