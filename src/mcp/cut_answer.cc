#include "mcp/cut_answer.h"

#include "mcp/access.h"
#include "mcp/answer_filter.h"
#include "mcp/list_cut.h"
#include "mcp/method.h"

namespace jg::mcp {

Task<Result<void>> cut_answer(exchange::Exchange& exchange, const std::string& target) {
  if (exchange.facts.mcp_rules == nullptr) co_return Result<void>{};
  KeepItem keep = [&exchange, &target](Kind kind, std::string_view name) {
    return may_use(exchange, {kind, target, std::string(name)});
  };
  MessageFilter filter = [keep = std::move(keep)](std::string_view text) {
    return cut_lists(text, keep);
  };
  co_return co_await filter_answer(exchange, std::move(filter));
}

}  // namespace jg::mcp
