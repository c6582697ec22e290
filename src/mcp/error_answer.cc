#include "mcp/error_answer.h"

#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "mcp/access.h"
#include "mcp/message.h"
#include "mcp/method.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kDenied = "mcp.denied";

int rpc_code(const exchange::Exchange& exchange, const exchange::Refusal& refusal,
             std::string_view code) {
  if (code == "mcp.malformed") return -32700;
  if (code == "mcp.session_unknown") return -32001;
  if (code == kDenied) return find_method(exchange.record.mcp->method) ? -32602 : -32601;
  return refusal.status >= 500 ? -32603 : -32600;
}

std::string text_of(const exchange::Refusal& refusal, const Error& error) {
  std::string out(refusal.says);
  return out.append(" (").append(refusal.code == "internal" ? "internal" : error.code).append(")");
}

}  // namespace

void answer_error(exchange::Exchange& exchange, std::string_view id, const Error& error) {
  exchange::reply_with(exchange, error);
  const exchange::Refusal& refusal = exchange::find_refusal(error.code);
  exchange::Response& response = exchange.response;
  response.head.fields.set("content-type", "application/json");
  std::string says =
      refusal.code == kDenied ? unknown_text(*exchange.record.mcp) : text_of(refusal, error);
  response.set_text(error_message(id, rpc_code(exchange, refusal, error.code), says).text);
}

}  // namespace jg::mcp
