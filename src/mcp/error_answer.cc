#include "mcp/error_answer.h"

#include "exchange/refusal.h"
#include "exchange/reply.h"
#include "json/writer.h"
#include "mcp/access.h"
#include "mcp/field.h"
#include "mcp/method.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kUnsupported = "mcp.unsupported_version";

// What is denied and what there is not look the same.
bool is_unknown(std::string_view code) { return code == "mcp.denied" || code == "mcp.unknown"; }

int rpc_code(const Asked::Request& asked, const exchange::Refusal& refusal, std::string_view code) {
  if (code == "mcp.malformed") return -32700;
  if (code == "mcp.session_unknown") return -32001;
  if (code == "mcp.header_mismatch") return -32020;
  if (code == kUnsupported) return -32022;
  if (code == "mcp.metadata_missing") return -32602;
  if (is_unknown(code)) return find_method(asked.method) ? -32602 : -32601;
  return refusal.status >= 500 ? -32603 : -32600;
}

std::string text_of(const Asked::Request& asked, const exchange::Refusal& refusal,
                    const Error& error) {
  if (is_unknown(refusal.code)) return unknown_text(asked.method, asked.subject.kind, asked.name);
  std::string out(refusal.says);
  return out.append(" (").append(refusal.code == "internal" ? "internal" : error.code).append(")");
}

std::string version_data(const http::RequestHead& request) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("supported").begin_array();
  for (const Version& version : all_versions()) writer.text(version.name);
  writer.end_array();
  writer.member("requested", request.fields.find(kProtocolVersion).value_or(""));
  writer.end_object();
  return out;
}

Message make_message(const Asked::Request& asked, const Error& error, std::string_view data = {}) {
  const exchange::Refusal& refusal = exchange::find_refusal(error.code);
  const int code = rpc_code(asked, refusal, error.code);
  return error_message(asked.id, code, text_of(asked, refusal, error), data);
}

Asked::Request request_of(const Message& message) {
  const bool is_renamed = !message.client_name.empty();
  return {message.id, message.method, message.subject,
          is_renamed ? message.client_name : message.subject.name};
}

// Rules that refused one request refuse another that is about the same.
bool is_refused(const Asked::Request& request, const telemetry::McpRecord& record) {
  return request.method == record.method && request.subject.kind == record.subject.kind &&
         request.subject.target == record.subject.target &&
         request.subject.name == record.subject.name;
}

std::string answer_to_all(const Asked& asked, const telemetry::McpRecord& record,
                          const Error& error, std::string_view data) {
  constexpr int kNotCarriedOut = -32600;
  std::string out;
  for (const Asked::Request& request : asked.requests) {
    const bool is_others = is_unknown(error.code) && !is_refused(request, record);
    const Message message =
        is_others ? error_message(request.id, kNotCarriedOut,
                                  "not carried out: another message of the batch was refused")
                  : make_message(request, error, data);
    out.append(out.empty() ? "[" : ",").append(message.text);
  }
  return out.append("]");
}

}  // namespace

Asked::Asked(const Batch& batch) : is_batch(batch.is_array) {
  for (const Message& message : batch.messages)
    if (message.is_request()) requests.push_back(request_of(message));
}

void answer_error(exchange::Exchange& exchange, const Asked& asked, const Error& error) {
  exchange::reply_with(exchange, error);
  exchange::Response& response = exchange.response;
  response.head.fields.set("content-type", kJson);
  const telemetry::McpRecord& record = *exchange.record.mcp;
  const bool is_unsupported = std::string_view(error.code) == kUnsupported;
  const std::string data = is_unsupported ? version_data(exchange.request) : std::string();
  if (asked.is_batch && !asked.requests.empty())
    return response.set_text(answer_to_all(asked, record, error, data));
  const Asked::Request nobody{{}, record.method, record.subject, record.subject.name};
  const Asked::Request& request = asked.requests.empty() ? nobody : asked.requests.front();
  response.set_text(make_message(request, error, data).text);
}

Message error_for(const Message& request, const Error& error) {
  return make_message(request_of(request), error);
}

}  // namespace jg::mcp
