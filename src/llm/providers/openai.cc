#include "llm/providers/openai.h"

#include <algorithm>

namespace jg::llm {
namespace {

const OpenAiOperation* find_operation_of(const OpenAiSettings& settings, Operation operation) {
  const auto found = std::ranges::find(settings.operations, operation, &OpenAiOperation::operation);
  return found == settings.operations.end() ? nullptr : &*found;
}

// The path and the client's query, which is kept.
std::string_view make_target(std::string_view path, std::string_view query, Arena& arena) {
  if (query.empty()) return path;
  std::string target(path);
  target.append("?").append(query);
  return arena.copy(target);
}

}  // namespace

http::RequestHead make_upstream_head(const OpenAiSettings& settings, const ProviderCall& call,
                                     exchange::Exchange& exchange) {
  http::RequestHead head = exchange.request;
  const OpenAiOperation* operation = find_operation_of(settings, call.operation);
  const bool keeps_path = operation == nullptr || operation->path.empty();
  head.path =
      keeps_path ? std::string_view(exchange.request.path) : std::string_view(operation->path);
  head.target = make_target(head.path, head.query, exchange.arena);
  head.scheme = settings.base.endpoint.tls ? "https" : "http";
  head.authority = settings.base.authority;
  // The body has been read whole: its length is written anew.
  for (const std::string_view name : {"host", "content-length"}) head.fields.remove(name);
  // Usage can be read only from an answer in no content coding.
  head.fields.set("accept-encoding", "identity");
  if (settings.authorization) head.fields.set("authorization", settings.authorization->reveal());
  return head;
}

bool OpenAiProvider::serves(Operation operation) const {
  return find_operation_of(settings_, operation) != nullptr;
}

Task<Result<void>> OpenAiProvider::call(exchange::Exchange& exchange,
                                        const ProviderCall& call) const {
  const http::RequestHead head = make_upstream_head(settings_, call, exchange);
  const upstream::Call sent{.head = head,
                            .body = nullptr,
                            .text = call.body,
                            .upgrade = false,
                            .cancel = &exchange.cancel};
  upstream::Answer answer{.head = exchange.response.head};
  auto called =
      co_await clients_.of(exchange.worker.index).call(settings_.base.endpoint, sent, answer);
  exchange.record.retries = answer.retries;
  if (!called) co_return called;
  exchange.response.body = std::move(answer.body);
  exchange.record.endpoint = exchange.arena.copy(answer.endpoint);
  co_return called;
}

}  // namespace jg::llm
