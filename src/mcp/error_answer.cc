#include "mcp/error_answer.h"

#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "json/writer.h"
#include "mcp/access.h"
#include "mcp/message.h"
#include "mcp/method.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kUnsupported = "mcp.unsupported_version";

// What is there and may not be used, and what is not there: told alike.
bool is_unknown(std::string_view code) {
  return code == "mcp.denied" || code == "mcp.unknown_name";
}

int rpc_code(const exchange::Exchange& exchange, const exchange::Refusal& refusal,
             std::string_view code) {
  if (code == "mcp.malformed") return -32700;
  if (code == "mcp.session_unknown") return -32001;
  if (code == "mcp.header_mismatch") return -32020;
  if (code == kUnsupported) return -32022;
  if (code == "mcp.metadata_missing") return -32602;
  if (is_unknown(code)) return find_method(exchange.record.mcp->method) ? -32602 : -32601;
  return refusal.status >= 500 ? -32603 : -32600;
}

std::string text_of(const exchange::Refusal& refusal, const Error& error) {
  std::string out(refusal.says);
  return out.append(" (").append(refusal.code == "internal" ? "internal" : error.code).append(")");
}

std::string version_data(const http::RequestHead& request) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("supported").begin_array();
  for (const Version& version : all_versions()) writer.text(version.name);
  writer.end_array();
  writer.member("requested", request.fields.find("mcp-protocol-version").value_or(""));
  writer.end_object();
  return out;
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
  const std::string data =
      refusal.code == kUnsupported ? version_data(exchange.request) : std::string();
  const int code = rpc_code(exchange, refusal, error.code);
  response.set_text(error_message(asked.id, code, says, data).text);
}

}  // namespace jg::mcp
