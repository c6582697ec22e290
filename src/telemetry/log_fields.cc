#include "telemetry/log_fields.h"

#include <algorithm>
#include <array>

namespace jg::telemetry {
namespace {

struct Row {
  std::string_view name;
  ClearField clear;
};

void clear_name(Record& record, McpSubject::Kind kind) {
  if (record.mcp && record.mcp->subject.kind == kind) record.mcp->subject.name.clear();
}

// In the order of access_log.cc.
constexpr auto kRows = std::to_array<Row>({
    {"gateway", [](Record& r) { r.gateway = {}; }},
    {"listener", [](Record& r) { r.listener = {}; }},
    {"route_rule", [](Record& r) { r.route_rule = {}; }},
    {"route", [](Record& r) { r.route = {}; }},
    {"endpoint", [](Record& r) { r.endpoint = {}; }},
    {"src.addr", [](Record& r) { r.source = {}; }},
    {"src.identity", [](Record& r) { r.source_identity = {}; }},
    {"http.method", [](Record& r) { r.method = {}; }},
    {"http.host", [](Record& r) { r.host = {}; }},
    {"http.path", [](Record& r) { r.path = {}; }},
    {"http.version", [](Record& r) { r.version = {}; }},
    {"http.status", [](Record& r) { r.status = 0; }},
    {"grpc.status", [](Record& r) { r.grpc_status.reset(); }},
    {"tls.sni", [](Record& r) { r.server_name = {}; }},
    {"jwt.sub", [](Record& r) { r.jwt_subject = {}; }},
    {"protocol", [](Record& r) { r.protocol = {}; }},
    {"mcp.method.name",
     [](Record& r) {
       if (r.mcp) r.mcp->method.clear();
     }},
    {"mcp.target",
     [](Record& r) {
       if (r.mcp) r.mcp->subject.target.clear();
     }},
    {"mcp.resource.type",
     [](Record& r) {
       if (r.mcp) r.mcp->tells_kind = false;
     }},
    {"mcp.resource.uri", [](Record& r) { clear_name(r, McpSubject::Kind::resource); }},
    {"gen_ai.tool.name", [](Record& r) { clear_name(r, McpSubject::Kind::tool); }},
    {"gen_ai.prompt.name", [](Record& r) { clear_name(r, McpSubject::Kind::prompt); }},
    {"mcp.session.id",
     [](Record& r) {
       if (r.mcp) r.mcp->session.clear();
     }},
    {"gen_ai.operation.name",
     [](Record& r) {
       if (r.llm) r.llm->operation.clear();
     }},
    {"gen_ai.provider.name",
     [](Record& r) {
       if (r.llm) r.llm->provider.clear();
     }},
    {"gen_ai.request.model",
     [](Record& r) {
       if (r.llm) r.llm->request_model.clear();
     }},
    {"gen_ai.response.model",
     [](Record& r) {
       if (r.llm) r.llm->response_model.clear();
     }},
    {"gen_ai.usage.input_tokens",
     [](Record& r) {
       if (r.llm) r.llm->input_tokens.reset();
     }},
    {"gen_ai.usage.cache_read.input_tokens",
     [](Record& r) {
       if (r.llm) r.llm->cached_input_tokens.reset();
     }},
    {"gen_ai.usage.output_tokens",
     [](Record& r) {
       if (r.llm) r.llm->output_tokens.reset();
     }},
    {"gen_ai.usage.reasoning_tokens",
     [](Record& r) {
       if (r.llm) r.llm->reasoning_tokens.reset();
     }},
    {"agw.ai.time_to_first_token",
     [](Record& r) {
       if (r.llm) r.llm->time_to_first_token.reset();
     }},
    {"retry.attempt", [](Record& r) { r.retries = 0; }},
    {"error", [](Record& r) { r.error = {}; }},
    {"reason", [](Record& r) { r.reason = nullptr; }},
    {"code", [](Record& r) { r.code = nullptr; }},
    {"duration", [](Record& r) { r.tells_duration = false; }},
});

}  // namespace

ClearField find_log_field(std::string_view name) {
  const auto row = std::ranges::find(kRows, name, &Row::name);
  return row == kRows.end() ? nullptr : row->clear;
}

std::vector<std::string> log_field_names() {
  std::vector<std::string> out;
  for (const Row& row : kRows) out.emplace_back(row.name);
  return out;
}

}  // namespace jg::telemetry
