#include "mcp/explanation.h"

#include "exchange/rules.h"
#include "exchange/trace.h"
#include "mcp/access.h"

namespace jg::mcp {
namespace {

using Outcome = exchange::Finding::Outcome;

// "tools/call echo"
std::string described(const Batch& batch) {
  std::string out;
  for (const Message& message : batch.messages) {
    out.append(out.empty() ? "" : ", ");
    out.append(message.method.empty() ? "an answer" : message.method);
    if (!message.subject.name.empty()) out.append(" ").append(message.subject.name);
  }
  return out;
}

void explain_rules(exchange::Exchange& exchange, exchange::Trace& trace) {
  const std::size_t opened = trace.open("message");
  // They are told on the way; what they come to without a message decides nothing.
  const auto ignored = exchange.facts.mcp_rules->evaluate(exchange, "mcp.denied");
  exchange.missing_scope = {};
  trace.close(opened, Outcome::skipped, "none is given; this is what the rules give without one");
}

}  // namespace

Task<Result<void>> explain_access(exchange::Exchange& exchange, const Target& target) {
  if (exchange.facts.mcp_rules == nullptr) co_return Result<void>{};
  exchange::Trace& trace = *exchange.worker.trace;
  exchange.record.mcp.emplace();
  const auto body = co_await exchange::buffer_request_body(exchange);
  if (!body) co_return std::unexpected(body.error());
  if (body->empty()) {
    explain_rules(exchange, trace);
    co_return Result<void>{};
  }
  auto batch = parse_batch(*body);
  if (!batch) {
    trace.tell_failure("message", batch.error());
    co_return std::unexpected(std::move(batch.error()));
  }
  for (Message& message : batch->messages) co_await target.resolve(exchange, nullptr, message);
  const std::size_t opened = trace.open("message", described(*batch));
  auto good = check_access(exchange, *batch);
  if (good)
    trace.close(opened, Outcome::good);
  else
    trace.close(opened, good.error());
  co_return good;
}

}  // namespace jg::mcp
