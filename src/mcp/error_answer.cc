#include "mcp/error_answer.h"

#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "mcp/access.h"
#include "mcp/message.h"
#include "mcp/method.h"

namespace jg::mcp {
namespace {

// What is there and may not be used, and what is not there: told alike.
bool is_unknown(std::string_view code) {
  return code == "mcp.denied" || code == "mcp.unknown_name";
}

int rpc_code(const exchange::Exchange& exchange, const exchange::Refusal& refusal,
             std::string_view code) {
  if (code == "mcp.malformed") return -32700;
  if (code == "mcp.session_unknown") return -32001;
  if (is_unknown(code)) return find_method(exchange.record.mcp->method) ? -32602 : -32601;
  return refusal.status >= 500 ? -32603 : -32600;
}

std::string text_of(const exchange::Refusal& refusal, const Error& error) {
  std::string out(refusal.says);
  return out.append(" (").append(refusal.code == "internal" ? "internal" : error.code).append(")");
}

}  // namespace

void answer_error(exchange::Exchange& exchange, const Asked& asked, const Error& error) {
  exchange::reply_with(exchange, error);
  const exchange::Refusal& refusal = exchange::find_refusal(error.code);
  exchange::Response& response = exchange.response;
  response.head.fields.set("content-type", "application/json");
  const telemetry::McpRecord& record = *exchange.record.mcp;
  const std::string& name = asked.name.empty() ? record.subject.name : asked.name;
  const std::string says =
      is_unknown(refusal.code) ? unknown_text(record, name) : text_of(refusal, error);
  response.set_text(error_message(asked.id, rpc_code(exchange, refusal, error.code), says).text);
}

}  // namespace jg::mcp
