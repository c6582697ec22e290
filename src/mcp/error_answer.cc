#include "mcp/error_answer.h"

#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "json/writer.h"
#include "mcp/access.h"
#include "mcp/method.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kUnsupported = "mcp.unsupported_version";

// Of a client's message, as far as it was read.
struct About {
  std::string_view method;
  Kind kind;
  std::string_view name;
};

// What is denied and what there is not look the same.
bool is_unknown(std::string_view code) { return code == "mcp.denied" || code == "mcp.unknown"; }

int rpc_code(const About& asked, const exchange::Refusal& refusal, std::string_view code) {
  if (code == "mcp.malformed") return -32700;
  if (code == "mcp.session_unknown") return -32001;
  if (code == "mcp.header_mismatch") return -32020;
  if (code == kUnsupported) return -32022;
  if (code == "mcp.metadata_missing") return -32602;
  if (is_unknown(code)) return find_method(asked.method) ? -32602 : -32601;
  return refusal.status >= 500 ? -32603 : -32600;
}

std::string text_of(const About& asked, const exchange::Refusal& refusal, const Error& error) {
  if (is_unknown(refusal.code)) return unknown_text(asked.method, asked.kind, asked.name);
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

Message make_message(std::string_view id, const About& asked, const Error& error,
                     std::string_view data = {}) {
  const exchange::Refusal& refusal = exchange::find_refusal(error.code);
  const int code = rpc_code(asked, refusal, error.code);
  return error_message(id, code, text_of(asked, refusal, error), data);
}

}  // namespace

void answer_error(exchange::Exchange& exchange, const Asked& asked, const Error& error) {
  exchange::reply_with(exchange, error);
  exchange::Response& response = exchange.response;
  response.head.fields.set("content-type", "application/json");
  const telemetry::McpRecord& record = *exchange.record.mcp;
  const std::string& name = asked.name.empty() ? record.subject.name : asked.name;
  const bool is_unsupported = std::string_view(error.code) == kUnsupported;
  const std::string data = is_unsupported ? version_data(exchange.request) : std::string();
  const About about{record.method, record.subject.kind, name};
  response.set_text(make_message(asked.id, about, error, data).text);
}

Message error_for(const Message& request, const Error& error) {
  const std::string& name =
      request.client_name.empty() ? request.subject.name : request.client_name;
  return make_message(request.id, {request.method, request.subject.kind, name}, error);
}

}  // namespace jg::mcp
