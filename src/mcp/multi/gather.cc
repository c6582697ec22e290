#include "mcp/multi/gather.h"

#include <algorithm>
#include <iterator>

#include "mcp/multi/failures.h"

namespace jg::mcp {

Task<Result<void>> run_out(exchange::Exchange& exchange, Junction& junction) {
  while (!junction.is_settled() && !exchange.cancel.is_cancelled()) {
    co_await junction.wait(exchange.cancel);
    while (junction.take()) {
    }
  }
  co_await junction.settle();
  if (exchange.cancel.is_cancelled()) co_return fail(Blame::client, "http.client_gone");
  co_return Result<void>{};
}

Result<std::vector<ServerAnswer>> gather(const Shares& shares, FailureMode mode) {
  Failures failures(mode);
  std::vector<ServerAnswer> out;
  bool has_answers = false;
  for (const auto& share : shares) {
    has_answers |= !share->failure;
    if (share->failure)
      failures.add(share->target.name(), std::move(*share->failure));
    else
      std::ranges::move(share->answers, std::back_inserter(out));
  }
  if (auto judged = failures.judge(has_answers); !judged)
    return std::unexpected(std::move(judged.error()));
  return out;
}

}  // namespace jg::mcp
