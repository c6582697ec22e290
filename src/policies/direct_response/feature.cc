#include "policies/direct_response/feature.h"

#include "base/ascii.h"
#include "config/schema.h"
#include "exchange/conditional.h"
#include "exchange/gateway_field.h"
#include "http/grammar.h"
#include "policies/direct_response/policy.h"

namespace jg::policies::direct_response {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using Headers = std::vector<std::pair<std::string, exchange::Expression>>;

struct Conditional {
  std::vector<Answer> answers;
};

config::Type<exchange::Expression> expression_type(exchange::Purpose purpose) {
  return exchange::expression_type({.purpose = purpose, .bodies = exchange::Bodies::read});
}

// Text, or its bytes as numbers.
config::Type<std::string> body_type() {
  const auto bytes =
      config::list_of(config::integer<std::uint8_t>(0, 255))
          .then<std::string>([](const std::vector<std::uint8_t>& list, const Node&, Faults&) {
            return std::optional(std::string(list.begin(), list.end()));
          });
  return config::one_of<std::string>({config::text(), bytes});
}

std::optional<Headers> check_headers(Headers headers, const Node& node, Faults& faults) {
  const std::size_t errors = faults.errors();
  for (auto& [name, expression] : headers) {
    const Node value = *node.find(name);
    name = ascii::lower(name);
    if (!http::is_token(name)) faults.add(value.key_place(), "is no name of a header field");
    if (exchange::is_gateway_field(name))
      faults.add(value.key_place(), "is set by the gateway itself");
  }
  if (faults.errors() != errors) return std::nullopt;
  return headers;
}

void check_body(const Answer& answer, const Node& node, Faults& faults) {
  const bool has_body = !answer.body.empty() || answer.body_expression;
  if (has_body && (answer.status == 204 || answer.status == 304))
    faults.add(node, "an answer with status " + std::to_string(answer.status) +
                         " has no body (RFC 9110 section 15)");
}

Object<Answer> answer_object(std::string_view name) {
  return Object<Answer>(name, "An answer without a backend.")
      .required("status", &Answer::status, config::integer<int>(200, 599), "Its status.")
      .optional("body", &Answer::body, body_type(), "Its body: text, or bytes as numbers.")
      .optional("bodyExpression", &Answer::body_expression,
                expression_type(exchange::Purpose::value),
                "Its body, computed; empty when that fails.")
      .optional(
          "headers", &Answer::headers,
          config::map_of(expression_type(exchange::Purpose::value)).then<Headers>(check_headers),
          "Its header fields, computed; left out when that fails.")
      .at_most_one_of({"body", "bodyExpression"})
      .check(check_body);
}

void check_conditions(const Conditional&, const Node& node, Faults& faults) {
  exchange::check_conditional(*node.find("conditional"), faults);
}

config::Type<std::vector<Answer>> answers_type() {
  const auto conditional_answer = config::object(
      answer_object("ConditionalDirectResponse")
          .optional("condition", &Answer::condition, expression_type(exchange::Purpose::condition),
                    "When this answer is given; only the last may do without.")
          .never_empty({"condition"}));
  const auto conditional =
      config::object(Object<Conditional>("DirectResponses", "The first whose condition is true.")
                         .required("conditional", &Conditional::answers,
                                   config::list_of(conditional_answer, config::Emptiness::refused),
                                   "Answers with their conditions.")
                         .check(check_conditions))
          .then<std::vector<Answer>>([](Conditional decoded, const Node&, Faults&) {
            return std::optional(std::move(decoded.answers));
          });
  const auto single = config::object(answer_object("DirectResponse"))
                          .then<std::vector<Answer>>([](Answer answer, const Node&, Faults&) {
                            std::vector<Answer> one;
                            one.push_back(std::move(answer));
                            return std::optional(std::move(one));
                          });
  return config::by_key<std::vector<Answer>>("conditional", conditional, single);
}

// The most specific level replaces the others.
std::shared_ptr<const exchange::Policy> make(const std::vector<Node>& levels,
                                             const exchange::LoadContext& context, Faults& faults) {
  auto answers = answers_type().decode(levels.back(), faults);
  if (!answers) return nullptr;
  return std::make_shared<const DirectResponsePolicy>(
      std::move(*answers), exchange::read_surroundings(context.environment));
}

}  // namespace

exchange::PolicyFeature direct_response_feature() {
  return {"directResponse",
          exchange::Stage::answer,
          "Answers without a backend.",
          make,
          exchange::schema_by([](const exchange::LoadContext&) { return answers_type(); }),
          exchange::Reach::route};
}

}  // namespace jg::policies::direct_response
