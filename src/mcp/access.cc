#include "mcp/access.h"

#include "exchange/rules.h"
#include "mcp/method.h"

namespace jg::mcp {
namespace {

Result<void> decide(exchange::Exchange& exchange) {
  auto decided = exchange.facts.mcp_rules->evaluate(exchange, "mcp.denied");
  exchange.missing_scope = {};  // no challenge comes of it
  return decided;
}

Result<void> check(exchange::Exchange& exchange, const Message& message) {
  if (message.is_doubtful)
    return fail(Blame::client, "mcp.invalid_message", "a server could read it otherwise");
  if (message.method.empty() || !is_judged(message.method)) return {};
  note_message(exchange, message);
  return decide(exchange);
}

}  // namespace

void note_message(exchange::Exchange& exchange, const Message& message) {
  telemetry::McpRecord& record = *exchange.record.mcp;
  record.method = message.method;
  record.method_label = label_of(message.method);
  record.subject = message.subject;
}

Result<void> check_access(exchange::Exchange& exchange, const Batch& batch) {
  if (exchange.facts.mcp_rules == nullptr) return {};
  for (const Message& message : batch.messages)
    if (auto good = check(exchange, message); !good) return good;
  note_message(exchange, batch.messages.front());
  return {};
}

bool may_use(exchange::Exchange& exchange, telemetry::McpSubject subject) {
  std::swap(exchange.record.mcp->subject, subject);
  const bool is_allowed = decide(exchange).has_value();
  std::swap(exchange.record.mcp->subject, subject);
  return is_allowed;
}

std::string unknown_text(std::string_view method, Kind kind, std::string_view name) {
  const std::string_view word = telemetry::name_of(kind);
  if (word.empty()) return "Unknown method: " + std::string(method);
  return "Unknown " + std::string(word) + ": " + std::string(name);
}

}  // namespace jg::mcp
