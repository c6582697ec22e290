#include "policies/direct_response/policy.h"

#include <algorithm>

#include "base/ascii.h"
#include "exchange/value_text.h"
#include "http/grammar.h"

namespace jg::policies::direct_response {
const Answer* DirectResponsePolicy::choose(const exchange::RequestVariables& variables,
                                           Arena& arena) const {
  const auto fits = [&](const Answer& answer) {
    return !answer.condition || (*answer.condition)->matches(variables, arena);
  };
  const auto found = std::ranges::find_if(answers_, fits);
  return found == answers_.end() ? nullptr : &*found;
}

Result<exchange::Verdict> DirectResponsePolicy::on_request(exchange::Exchange& exchange) const {
  const exchange::RequestVariables variables(exchange, surroundings_);
  Arena& arena = exchange.arena;
  const Answer* answer = choose(variables, arena);
  if (answer == nullptr) return exchange::Verdict::proceed;
  exchange.response.head.status = answer->status;
  for (const auto& [name, expression] : answer->headers) {
    const auto value = exchange::text_of(expression->evaluate(variables, arena), arena);
    // What was read from the request may hold what would end the field.
    if (value && http::is_value(*value))
      exchange.response.head.fields.add(name, ascii::trim(*value));
  }
  std::string body = answer->body;
  if (answer->body_expression) {
    const auto text =
        exchange::text_of((*answer->body_expression)->evaluate(variables, arena), arena);
    body = text.value_or("");
  }
  exchange.response.set_text(std::move(body));
  return exchange::Verdict::answered;
}

exchange::Policy::Bodies DirectResponsePolicy::bodies() const {
  Bodies out;
  const auto note = [&](const exchange::Expression& expression) {
    out.request = out.request || exchange::reads_body(expression, exchange::Root::request);
  };
  for (const Answer& answer : answers_) {
    if (answer.condition) note(*answer.condition);
    if (answer.body_expression) note(*answer.body_expression);
    for (const auto& [name, expression] : answer.headers) note(expression);
  }
  return out;
}

std::vector<exchange::Policy::Remark> DirectResponsePolicy::remarks() const {
  std::string text;
  for (const Answer& answer : answers_)
    text += (text.empty() ? "" : ", ") + std::to_string(answer.status) +
            (answer.condition ? " on a condition" : "");
  return {{Remark::Kind::states, "directResponse: " + text}};
}

}  // namespace jg::policies::direct_response
