#include "mcp/openapi/openapi_target.h"

#include <utility>

#include "json/writer.h"
#include "mcp/access.h"
#include "mcp/answer.h"
#include "mcp/answer_filter.h"
#include "mcp/arrival.h"
#include "mcp/error_answer.h"
#include "mcp/openapi/result.h"
#include "mcp/version.h"

namespace jg::mcp::openapi {
namespace {

constexpr int kMethodNotFound = -32601;

class OpenapiLink final : public Link {
 public:
  void end() override {}
  bool is_over() const override { return false; }
};

Message result_message(std::string_view id, std::string_view result) {
  Message out;
  out.kind = Message::Kind::response;
  out.id = id;
  json::Writer to(out.text);
  to.begin_object().member("jsonrpc", "2.0").member_raw("id", id).member_raw("result", result);
  to.end_object();
  return out;
}

constexpr std::string_view kCapabilities = R"({"tools":{}})";

// Of a version that wants to know (MCP 2026-07-28, CacheableResult): a reload may change it, and
// rules may differ.
constexpr std::string_view kComplete =
    R"(,"resultType":"complete","ttlMs":0,"cacheScope":"private"})";

bool knows(std::string_view method, bool is_alone) {
  return method == "tools/call" || method == "tools/list" ||
         method == (is_alone ? "server/discover" : "ping");
}

// `result` is an object that is not empty.
std::string complete(std::string result) {
  result.pop_back();
  return result.append(kComplete);
}

}  // namespace

void OpenapiTarget::write_name(json::Writer& to) const {
  to.begin_object();
  to.member("name", service_->title().empty() ? name() : service_->title());
  to.member("version", service_->version()).end_object();
}

Task<Result<Target::Opened>> OpenapiTarget::open(exchange::Exchange& exchange,
                                                 Batch initialize) const {
  const Message& request = initialize.messages.front();
  const Version* const asked = find_version(request.protocol_version);
  const bool is_known = asked != nullptr && asked->has_sessions;
  const Version& agreed = is_known ? *asked : newest_with_sessions();
  std::string result;
  json::Writer to(result);
  to.begin_object().member("protocolVersion", agreed.name);
  to.member_raw("capabilities", kCapabilities).key("serverInfo");
  write_name(to);
  to.end_object();
  answer_message(exchange, result_message(request.id, result).text);
  co_return Opened{std::make_shared<OpenapiLink>(), agreed.has_batches};
}

// One after the other: a batch is no way to ask a service more at a time.
Task<Result<void>> OpenapiTarget::send(exchange::Exchange& exchange, Link* link,
                                       Batch batch) const {
  const bool is_alone = is_single(exchange.request);
  if (link == nullptr && !is_alone) co_return fail(Blame::client, "mcp.session_missing");
  std::string answers;
  for (const Message& message : batch.messages) {
    if (!message.is_request()) continue;
    Result<Message> answered =
        fail(Blame::upstream, "upstream.body_too_large", "with the answers before it");
    if (answers.size() < kMostAnswer) answered = co_await answer(exchange, message);
    if (!answered && !batch.is_array) co_return std::unexpected(std::move(answered.error()));
    if (!answered) answered = error_for(message, answered.error());
    answers.append(answers.empty() ? "" : ",").append(answered->text);
  }
  exchange.response.head = {};  // that of the service
  if (answers.empty()) {
    exchange.response.head.status = 202;
    co_return Result<void>{};
  }
  answer_message(exchange, batch.is_array ? "[" + answers + "]" : std::move(answers));
  if (is_alone && !knows(batch.messages.front().method, is_alone))
    exchange.response.head.status = 404;
  co_return Result<void>{};
}

Task<Result<Message>> OpenapiTarget::answer(exchange::Exchange& exchange,
                                            const Message& request) const {
  const bool is_alone = is_single(exchange.request);
  if (!knows(request.method, is_alone))
    co_return error_message(request.id, kMethodNotFound, "Method not found: " + request.method);
  Result<std::string> result("{}");
  if (request.method == "tools/call") result = co_await call(exchange, request);
  if (request.method == "tools/list") result = list(exchange);
  if (request.method == "server/discover") result = discover();
  if (!result) co_return std::unexpected(std::move(result.error()));
  if (is_alone) *result = complete(std::move(*result));
  co_return result_message(request.id, *result);
}

std::string OpenapiTarget::discover() const {
  std::string result;
  json::Writer to(result);
  to.begin_object().key("supportedVersions").begin_array();
  for (const Version& version : all_versions()) to.text(version.name);
  to.end_array().member_raw("capabilities", kCapabilities);
  to.key("_meta").begin_object().key("io.modelcontextprotocol/serverInfo");
  write_name(to);
  to.end_object().end_object();
  return result;
}

std::string OpenapiTarget::list(exchange::Exchange& exchange) const {
  std::string result = R"({"tools":[)";
  bool is_first = true;
  for (const Operation& operation : service_->operations()) {
    const bool is_shown =
        exchange.facts.mcp_rules == nullptr ||
        may_use(exchange, {telemetry::McpSubject::Kind::tool, name(), operation.name});
    if (!is_shown) continue;
    result.append(std::exchange(is_first, false) ? "" : ",").append(operation.tool);
  }
  return result.append("]}");
}

Task<Result<std::string>> OpenapiTarget::call(exchange::Exchange& exchange,
                                              const Message& request) const {
  const Operation* const operation = service_->find(request.subject.name);
  if (operation == nullptr) co_return fail(Blame::client, "mcp.unknown");
  const auto message = json::Document::parse(request.text, {.bytes = request.text.size() + 1024});
  if (!message) co_return fail(Blame::client, "mcp.malformed");
  const json::Value params = message->root().find("params").value_or(json::Value());
  auto made = make_request(*operation, params.find("arguments").value_or(json::Value()));
  if (made && service_->paths().is_anothers(operation->method, operation->path.text(), made->path))
    made = mistake("path", "is that of another operation");
  if (!made) co_return result_of(made.error());
  co_return co_await client_.call(exchange, *operation, std::move(*made));
}

Task<Result<void>> OpenapiTarget::listen(exchange::Exchange&, Link*) const {
  co_return fail(Blame::client, "mcp.no_stream");
}

Task<Result<bool>> OpenapiTarget::close(exchange::Exchange& exchange, Link&) const {
  exchange.response.head.status = 200;
  co_return true;
}

Task<Result<void>> OpenapiTarget::describe(exchange::Exchange&) const {
  co_return fail(Blame::client, "mcp.no_metadata");
}

}  // namespace jg::mcp::openapi
