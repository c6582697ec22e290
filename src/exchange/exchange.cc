#include "exchange/exchange.h"

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
  response.body.reset();
  response.tunnel.reset();
  response.head.fields.clear();
  response.head.status = 200;
  response.head.reason = {};
  record = {};
  arena.release();
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
