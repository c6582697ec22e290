#include "mcp/openapi/service_client.h"

#include <algorithm>
#include <array>

#include "exchange/answer_body.h"
#include "mcp/content.h"
#include "mcp/openapi/guarded_field.h"
#include "mcp/openapi/result.h"

namespace jg::mcp::openapi {
namespace {

// What of the client's fields is about the message it sent, or about what it takes for an answer.
bool is_of_message(std::string_view field) {
  constexpr auto kBegins = std::to_array<std::string_view>({"accept", "content-", "if-"});
  return field == "range" || field == "last-event-id" ||
         std::ranges::any_of(kBegins,
                             [&](std::string_view begin) { return field.starts_with(begin); });
}

// Of these a server may want a length, be it none.
bool has_body(const Operation& operation, const Request& request) {
  return request.body || operation.method == "POST" || operation.method == "PUT" ||
         operation.method == "PATCH";
}

Task<Result<std::string>> read_body(exchange::Exchange& exchange) {
  if (is_coded(exchange.response.head.fields))
    co_return fail(Blame::upstream, "mcp.unreadable_answer", "it is compressed");
  auto body = co_await exchange::read_answer_body(exchange, exchange.buffer_bytes);
  if (!body && std::string_view(body.error().code) == "http.body_too_large")
    co_return fail(Blame::upstream, "upstream.body_too_large");
  co_return body;
}

}  // namespace

// All texts live in the arena, beyond an upload that goes on while the answer is read.
http::RequestHead ServiceClient::head_for(exchange::Exchange& exchange, const Operation& operation,
                                          const Request& request) const {
  http::RequestHead head;
  head.method = operation.method;
  head.scheme = server_.endpoint.tls ? "https" : "http";
  head.authority = server_.authority;
  head.path = exchange.arena.copy(server_.path + request.path);
  head.query = exchange.arena.copy(request.query);
  head.target = head.path;
  if (!head.query.empty())
    head.target = exchange.arena.copy(std::string(head.path) + "?" + request.query);
  head.fields = exchange.request.fields;
  head.fields.remove_if([](const http::Field& field) {
    return is_of_message(field.name) || is_guarded_field(field.name);
  });
  for (const auto& [name, value] : request.fields)
    if (!head.fields.has(name))
      head.fields.add(exchange.arena.copy(name), exchange.arena.copy(value));
  head.fields.add("accept", "application/json, */*;q=0.5");
  head.fields.add("accept-encoding", "identity");
  if (request.body) head.fields.add("content-type", operation.body->content_type);
  server_.request_headers.apply(head.fields);
  return head;
}

Task<Result<void>> ServiceClient::ask(exchange::Exchange& exchange, const Operation& operation,
                                      Request request) const {
  exchange.response.head = {};
  const http::RequestHead head = head_for(exchange, operation, request);
  upstream::Call call{head};
  if (has_body(operation, request))
    call.text = exchange.arena.copy(request.body.value_or(std::string()));
  call.cancel = &exchange.cancel;
  upstream::Answer answer{exchange.response.head};
  auto called = co_await clients_.of(exchange.worker.index).call(server_.endpoint, call, answer);
  exchange.record.retries += answer.retries;
  if (!called) co_return called;
  exchange.response.body = std::move(answer.body);
  exchange.record.endpoint = exchange.arena.copy(answer.endpoint);
  co_return called;
}

Task<Result<std::string>> ServiceClient::call(exchange::Exchange& exchange,
                                              const Operation& operation, Request request) const {
  if (auto asked = co_await ask(exchange, operation, std::move(request)); !asked)
    co_return std::unexpected(std::move(asked.error()));
  auto body = co_await read_body(exchange);
  exchange::Response& response = exchange.response;
  if (!response.body->is_settled()) co_await response.body->settle();
  response.body.reset();
  if (!body) co_return std::unexpected(std::move(body.error()));
  const Answer read{response.head.status, media_type_of(response.head.fields), *body};
  co_return result_of(read, "openapi://" + name() + "/" + operation.name);
}

}  // namespace jg::mcp::openapi
