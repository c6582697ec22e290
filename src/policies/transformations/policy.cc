#include "policies/transformations/policy.h"

#include <algorithm>

#include "exchange/choices.h"
#include "policies/transformations/apply.h"

namespace jg::policies::transformations {
namespace {

using exchange::Expression;
using exchange::Root;

template <class Visit>
void each_expression(const Transformation& transformation, Visit visit) {
  for (const Named* named : {&transformation.metadata, &transformation.add, &transformation.set})
    for (const auto& [name, expression] : *named) visit(expression);
  if (transformation.replace) visit(*transformation.replace);
  if (transformation.body) visit(*transformation.body);
}

// A body that is replaced is read too: what a peer sends must be taken from the connection.
exchange::Policy::Bodies bodies_of(const Alternatives& alternatives) {
  exchange::Policy::Bodies out;
  const auto note = [&](const Expression& expression) {
    out.request = out.request || exchange::reads_body(expression, Root::request);
    out.answer = out.answer || exchange::reads_body(expression, Root::response);
  };
  for (const Alternative& alternative : alternatives) {
    if (alternative.condition) note(*alternative.condition);
    if (alternative.request) {
      each_expression(*alternative.request, note);
      out.request = out.request || alternative.request->body.has_value();
    }
    if (alternative.response) {
      each_expression(*alternative.response, note);
      out.answer = out.answer || alternative.response->body.has_value();
    }
  }
  return out;
}

void append_names(std::string& out, std::string_view verb, const Named& named) {
  for (const auto& [name, expression] : named)
    out.append(out.empty() ? "" : ", ").append(verb).append(" ").append(name);
}

// Names only: what an expression is made of may be a secret.
std::string describe(const Transformation& transformation) {
  std::string out;
  const auto say = [&](std::string_view what) { out.append(out.empty() ? "" : ", ").append(what); };
  append_names(out, "notes", transformation.metadata);
  if (transformation.replace) say("replaces all fields");
  append_names(out, "adds", transformation.add);
  append_names(out, "sets", transformation.set);
  for (const std::string& name : transformation.remove) say("removes " + name);
  if (transformation.body) say("writes the body");
  return out.empty() ? "changes nothing" : out;
}

}  // namespace

TransformationsPolicy::TransformationsPolicy(Alternatives alternatives,
                                             exchange::Surroundings surroundings)
    : alternatives_(std::move(alternatives)),
      surroundings_(std::move(surroundings)),
      bodies_(bodies_of(alternatives_)) {}

const Alternative* TransformationsPolicy::choose(exchange::Exchange& exchange) const {
  const exchange::RequestVariables variables(exchange, surroundings_);
  const auto found = std::ranges::find_if(alternatives_, [&](const Alternative& alternative) {
    return !alternative.condition || (*alternative.condition)->matches(variables, exchange.arena);
  });
  return found == alternatives_.end() ? nullptr : &*found;
}

Result<exchange::Verdict> TransformationsPolicy::on_request(exchange::Exchange& exchange) const {
  const Alternative* const chosen = choose(exchange);
  if (chosen == nullptr) return exchange::Verdict::proceed;
  exchange::remember_choice(exchange, *this,
                            static_cast<std::size_t>(chosen - alternatives_.data()));
  if (chosen->request) {
    RequestMessage message(exchange);
    apply(*chosen->request, exchange, surroundings_, message);
  }
  return exchange::Verdict::proceed;
}

void TransformationsPolicy::on_response(exchange::Exchange& exchange) const {
  const auto chosen = exchange::find_choice(exchange, *this);
  if (!chosen || !alternatives_[*chosen].response) return;
  ResponseMessage message(exchange);
  apply(*alternatives_[*chosen].response, exchange, surroundings_, message);
}

std::vector<exchange::Policy::Remark> TransformationsPolicy::remarks() const {
  std::vector<Remark> out;
  for (const Alternative& alternative : alternatives_) {
    const std::string when = alternative.condition ? " on a condition" : "";
    if (alternative.request)
      out.push_back({Remark::Kind::states, "transformations: of a request" + when + ": " +
                                               describe(*alternative.request)});
    if (alternative.response)
      out.push_back({Remark::Kind::states, "transformations: of an answer" + when + ": " +
                                               describe(*alternative.response)});
  }
  return out;
}

}  // namespace jg::policies::transformations
