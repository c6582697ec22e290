#include "telemetry/access_log.h"

#include <chrono>
#include <optional>
#include <string_view>

#include "telemetry/log_line.h"

namespace jg::telemetry {
namespace {

std::uint64_t whole_milliseconds(std::chrono::nanoseconds time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time).count();
  return whole < 0 ? 0 : static_cast<std::uint64_t>(whole);
}

template <LogFormat kFormat>
void put_llm(LogLine<kFormat>& line, const LlmRecord& llm) {
  const auto number = [&](auto name, const std::optional<std::uint64_t>& value) {
    if (value) line.number(name, *value);
  };
  line.text(field<"gen_ai.operation.name">, llm.operation);
  line.text(field<"gen_ai.provider.name">, llm.provider);
  line.text(field<"gen_ai.request.model">, llm.request_model);
  line.text(field<"gen_ai.response.model">, llm.response_model);
  number(field<"gen_ai.usage.input_tokens">, llm.input_tokens);
  number(field<"gen_ai.usage.cache_read.input_tokens">, llm.cached_input_tokens);
  number(field<"gen_ai.usage.output_tokens">, llm.output_tokens);
  number(field<"gen_ai.usage.reasoning_tokens">, llm.reasoning_tokens);
  if (const auto& time = llm.time_to_first_token)
    line.milliseconds(field<"agw.ai.time_to_first_token">, whole_milliseconds(*time));
}

// The query of a URI may hold a credential.
std::string_view without_query(std::string_view uri) { return uri.substr(0, uri.find('?')); }

template <LogFormat kFormat>
void put_mcp(LogLine<kFormat>& line, const McpRecord& mcp) {
  using Kind = McpSubject::Kind;
  const auto name = [&](Kind kind) -> std::string_view {
    return mcp.subject.kind == kind ? std::string_view(mcp.subject.name) : std::string_view();
  };
  line.text(field<"mcp.method.name">, mcp.method);
  line.text(field<"mcp.target">, mcp.subject.target);
  if (mcp.tells_kind) line.text(field<"mcp.resource.type">, name_of(mcp.subject.kind));
  line.text(field<"mcp.resource.uri">, without_query(name(Kind::resource)));
  line.text(field<"gen_ai.tool.name">, name(Kind::tool));
  line.text(field<"gen_ai.prompt.name">, name(Kind::prompt));
  line.text(field<"mcp.session.id">, mcp.session);
}

std::string_view or_empty(const char* text) { return text == nullptr ? "" : text; }

// The order of the fields is part of the documented interface (docs/guide/operations.md). To add
// one: 1. put it into Record; 2. a line here, at its place, and in log_fields.cc; 3. the two full
// lines in access_log_test.cc; 4. the guide's table.
template <LogFormat kFormat>
void put_fields(LogLine<kFormat>& line, const Record& record) {
  line.text(field<"gateway">, record.gateway);
  line.text(field<"listener">, record.listener);
  line.text(field<"route_rule">, record.route_rule);
  line.text(field<"route">, record.route);
  line.text(field<"endpoint">, record.endpoint);
  line.text(field<"src.addr">, record.source);
  line.text(field<"src.identity">, record.source_identity);
  line.text(field<"http.method">, record.method);
  line.text(field<"http.host">, record.host);
  line.text(field<"http.path">, record.path);
  line.text(field<"http.version">, record.version);
  if (record.status > 0)
    line.number(field<"http.status">, static_cast<std::uint64_t>(record.status));
  if (record.grpc_status && *record.grpc_status >= 0)
    line.number(field<"grpc.status">, static_cast<std::uint64_t>(*record.grpc_status));
  line.text(field<"tls.sni">, record.server_name);
  line.text(field<"jwt.sub">, record.jwt_subject);
  line.text(field<"protocol">, record.protocol);
  if (record.mcp) put_mcp(line, *record.mcp);
  if (record.llm) put_llm(line, *record.llm);
  if (record.retries > 0) line.number(field<"retry.attempt">, record.retries);
  line.text(field<"error">, record.error);
  line.text(field<"reason">, or_empty(record.reason));
  line.text(field<"code">, or_empty(record.code));
  if (record.tells_duration)
    line.milliseconds(field<"duration">, whole_milliseconds(record.duration));
  for (const AddedField& added : record.added) line.added(added);
}

template <LogFormat kFormat>
void put_line(std::string& out, const Record& record, TimeText& clock) {
  constexpr bool kIsText = kFormat == LogFormat::text;
  LogLine<kFormat> line(out);
  if (!kIsText) line.put(R"({"level":"info","time":")");
  const auto elapsed = std::chrono::duration_cast<SystemTime::duration>(record.duration);
  line.put(clock.show(record.start + elapsed));
  line.put(kIsText ? "\tinfo\trequest" : R"(","scope":"request")");
  put_fields(line, record);
  line.put(kIsText ? "\n" : "}\n");
}

}  // namespace

void append_line(std::string& out, const Record& record, LogFormat format, TimeText& clock) {
  if (!record.removed.empty()) {
    Record rest = record;
    for (const ClearField clear : record.removed) clear(rest);
    rest.removed = {};
    return append_line(out, rest, format, clock);
  }
  format == LogFormat::text ? put_line<LogFormat::text>(out, record, clock)
                            : put_line<LogFormat::json>(out, record, clock);
}

}  // namespace jg::telemetry
