#include "exchange/answer_body.h"

namespace jg::exchange {

Task<Result<std::string>> read_answer_body(Exchange& exchange, std::size_t limit) {
  Response& response = exchange.response;
  // The head looks into what its body holds.
  for (std::size_t i = 0; i < response.head.fields.size(); ++i) {
    http::Field& field = response.head.fields[i];
    field = {exchange.arena.copy(field.name), exchange.arena.copy(field.value)};
  }
  response.head.reason = exchange.arena.copy(response.head.reason);
  auto text = co_await http::read_all(*response.body, limit, Blame::upstream);
  if (text && !response.body->is_settled()) co_await response.body->settle();
  co_return text;
}

}  // namespace jg::exchange
