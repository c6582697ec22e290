#include "exchange/exchange.h"

#include "base/ascii.h"

namespace jg::exchange {

void Exchange::reset() {
  request.fields.clear();  // keeps its capacity
  request_body = nullptr;
  buffered_body.reset();
  wants_upgrade = false;
  facts = {};
  cancel.reset();
  time_limit.reset();
  route = nullptr;
  error_shaper = nullptr;
  response.body.reset();
  response.tunnel.reset();
  response.head.fields.clear();
  response.head.status = 200;
  response.head.reason = {};
  record = {};
  arena.reset();
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

bool is_grpc(const http::RequestHead& request) {
  const auto type = request.fields.find("content-type");
  return type && ascii::istarts_with(*type, "application/grpc") &&
         (type->size() == 16 || (*type)[16] == '+' || (*type)[16] == ';');
}

}  // namespace jg::exchange
