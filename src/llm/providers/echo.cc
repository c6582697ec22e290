#include "llm/providers/echo.h"

#include <chrono>

#include "base/hex.h"
#include "llm/object_text.h"
#include "llm/providers/echo_chat.h"
#include "llm/providers/echo_embeddings.h"
#include "llm/providers/echo_responses.h"

namespace jg::llm {
namespace {

std::string hex_of(std::uint64_t value) {
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += kHexDigits[(value >> shift) & 15];
  return out;
}

void answer_json(exchange::Response& response, std::string body) {
  response.head.fields.add("content-type", "application/json");
  response.set_text(std::move(body));
}

void answer_events(exchange::Response& response, std::unique_ptr<EventSource> events) {
  response.head.fields.add("content-type", "text/event-stream");
  response.head.fields.add("cache-control", "no-cache");
  response.body = http::BodyOwner(new EventBody(std::move(events)));
}

// A stream may keep its usage to itself, so the record has it from here.
void note_tokens(exchange::Exchange& exchange, std::uint64_t input, std::uint64_t output) {
  if (!exchange.record.llm) return;
  exchange.record.llm->input_tokens = input;
  exchange.record.llm->output_tokens = output;
  exchange.record.llm->total_tokens = input + output;
}

Result<void> answer_embeddings(exchange::Exchange& exchange, json::Value request,
                               std::string_view model) {
  auto made = make_embeddings(request, model);
  if (!made) return std::unexpected(std::move(made.error()));
  answer_json(exchange.response, std::move(made->body));
  return {};
}

Result<void> answer_turn(exchange::Exchange& exchange, const ProviderCall& call,
                         json::Value request) {
  const bool is_chat = call.operation == Operation::chat;
  auto turn = is_chat ? make_chat_turn(request) : make_responses_turn(request);
  if (!turn) return std::unexpected(std::move(turn.error()));
  const auto now = exchange.worker.clock.now().time_since_epoch();
  turn->id = hex_of(hash_text(call.body));
  turn->created =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  turn->model = call.model;
  note_tokens(exchange, turn->input_tokens, turn->output_tokens);

  exchange::Response& response = exchange.response;
  if (!call.stream) {
    answer_json(response, is_chat ? chat_body(*turn) : responses_body(*turn));
  } else if (is_chat) {
    answer_events(response, std::make_unique<ChatEvents>(std::move(*turn)));
  } else {
    answer_events(response, std::make_unique<ResponsesEvents>(std::move(*turn)));
  }
  return {};
}

}  // namespace

bool EchoProvider::serves(Operation operation) const { return operation != Operation::models; }

Task<Result<void>> EchoProvider::call(exchange::Exchange& exchange,
                                      const ProviderCall& call) const {
  const json::Limits limits{.bytes = call.body.size() + 1024,
                            .depth = kMostDepth + 1,
                            .duplicates = json::Duplicates::allow};
  const auto request = json::Document::parse(call.body, limits);
  if (!request) co_return fail(Blame::client, "llm.invalid_request", request.error().code);
  exchange.response.head.status = 200;
  if (call.operation == Operation::embeddings)
    co_return answer_embeddings(exchange, request->root(), call.model);
  co_return answer_turn(exchange, call, request->root());
}

}  // namespace jg::llm
