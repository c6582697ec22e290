#include "policies/timeout/policy.h"

#include <algorithm>

#include "config/duration.h"

namespace jg::policies::timeout {

using std::chrono::milliseconds;

// What the policies before this one took counts as well.
Result<exchange::Verdict> TimeoutPolicy::on_request(exchange::Exchange& exchange) const {
  if (settings_.request.count() > 0) {
    const auto passed =
        std::chrono::duration_cast<milliseconds>(exchange.worker.clock.now() - exchange.received);
    const auto left = settings_.request - std::max(passed, milliseconds(0));
    exchange.time_limit.limit_request(std::max(left, milliseconds(1)));
  }
  exchange.time_limit.limit_backend(settings_.backend);
  return exchange::Verdict::proceed;
}

std::vector<exchange::Policy::Remark> TimeoutPolicy::remarks() const {
  std::string text;
  if (settings_.request.count() > 0)
    text = "the whole exchange " + config::duration_text(settings_.request);
  if (settings_.backend.count() > 0)
    text += (text.empty() ? "" : ", ") + std::string("the backend's answer ") +
            config::duration_text(settings_.backend);
  if (text.empty()) text = "none is set";
  return {{Remark::Kind::states, "timeout: " + text}};
}

}  // namespace jg::policies::timeout
