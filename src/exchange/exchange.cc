#include "exchange/exchange.h"

#include "exchange/answer_body.h"

namespace jg::exchange {

void Exchange::reset() {
  request.fields.clear();  // keeps its capacity
  request_body = nullptr;
  buffered_body.reset();
  wants_upgrade = false;
  tls = nullptr;
  facts = {};
  cancel.reset();
  time_limit.reset();
  route = nullptr;
  matched_prefix.reset();
  keeps_authority = false;
  error_shaper = nullptr;
  challenge = nullptr;
  missing_scope = {};
  has_answer = false;
  answer_text.reset();
  response.body.reset();
  response.tunnel.reset();
  response.head.fields.clear();
  response.head.status = 200;
  response.head.reason = {};
  record = {};
  arena.release();
}

Task<Result<void>> buffer_answer_body(Exchange& exchange) {
  Response& response = exchange.response;
  if (exchange.answer_text || response.tunnel) co_return Result<void>{};
  exchange.answer_text.emplace();
  if (!response.body || exchange.request.method == "HEAD") co_return Result<void>{};
  auto text = co_await read_answer_body(exchange, exchange.buffer_bytes);
  if (!text && std::string_view(text.error().code) == "http.body_too_large")
    co_return fail(Blame::upstream, "upstream.body_too_large");
  if (!text) co_return std::unexpected(std::move(text.error()));
  exchange.answer_text = exchange.arena.copy(*text);
  response.set_text(std::move(*text));
  co_return Result<void>{};
}

Task<Result<std::string_view>> buffer_request_body(Exchange& exchange) {
  if (!exchange.buffered_body) {
    std::string text;
    if (exchange.request_body != nullptr) {
      auto read =
          co_await http::read_all(*exchange.request_body, exchange.buffer_bytes, Blame::client);
      if (!read) co_return std::unexpected(std::move(read.error()));
      text = std::move(*read);
    }
    exchange.buffered_body = std::move(text);
  }
  co_return std::string_view(*exchange.buffered_body);
}

}  // namespace jg::exchange
