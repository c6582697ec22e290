#include "mcp/error_answer.h"

#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "mcp/message.h"

namespace jg::mcp {
namespace {

int rpc_code(const exchange::Refusal& refusal, std::string_view code) {
  if (code == "mcp.malformed") return -32700;
  if (code == "mcp.session_unknown") return -32001;
  return refusal.status >= 500 ? -32603 : -32600;
}

}  // namespace

void answer_error(exchange::Exchange& exchange, std::string_view id, const Error& error) {
  exchange::reply_with(exchange, error);
  const exchange::Refusal& refusal = exchange::find_refusal(error.code);
  exchange::Response& response = exchange.response;
  response.head.fields.set("content-type", "application/json");
  std::string says(refusal.says);
  says.append(" (").append(refusal.code == "internal" ? "internal" : error.code).append(")");
  response.set_text(error_message(id, rpc_code(refusal, error.code), says).text);
}

}  // namespace jg::mcp
