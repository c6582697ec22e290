#include "policies/delay/feature.h"

#include "config/duration.h"
#include "config/schema.h"
#include "policies/delay/policy.h"

namespace jg::policies::delay {
namespace {

using config::Faults;
using config::Node;
using std::chrono::milliseconds;

struct Delay {
  Amount amount;
};

// What Go would read as a duration is one; all else is an expression.
config::Type<Amount> amount_type() {
  config::Schema schema = config::Schema::of_type("string");
  schema.set_text("description", "A duration such as 500ms, or a CEL expression.");
  return config::custom<Amount>(
      config::shape(config::Kind::string),
      "a duration such as 500ms or a CEL expression, in quotes",
      [](const Node& node, Faults& faults) -> std::optional<Amount> {
        const auto fixed = config::parse_duration(node.text());
        if (!fixed) {
          auto expression = exchange::expression_type().decode(node, faults);
          if (!expression) return std::nullopt;
          return Amount(std::move(*expression));
        }
        if (*fixed <= kLongest) return Amount(std::chrono::duration_cast<milliseconds>(*fixed));
        faults.add(node, "found " + node.shown() + "; expected at most " +
                             config::duration_text(kLongest));
        return std::nullopt;
      },
      std::move(schema));
}

config::Type<Delay> delay_type() {
  return config::object(
      config::Object<Delay>("Delay", "Keeps a request waiting before it goes to its backend.")
          .required("duration", &Delay::amount, amount_type(),
                    "How long: a duration, or an expression that gives one or a number of "
                    "milliseconds."));
}

// The most specific level replaces the others.
std::shared_ptr<const exchange::Policy> make(const std::vector<Node>& levels,
                                             const exchange::LoadContext& context, Faults& faults) {
  auto delay = delay_type().decode(levels.back(), faults);
  if (!delay) return nullptr;
  return std::make_shared<const DelayPolicy>(std::move(delay->amount),
                                             exchange::read_surroundings(context.environment));
}

}  // namespace

exchange::PolicyFeature delay_feature() {
  return {"delay",
          exchange::Stage::delay,
          "Keeps a request waiting before it goes to its backend.",
          make,
          exchange::schema_by([](const exchange::LoadContext&) { return delay_type(); }),
          exchange::Reach::route};
}

}  // namespace jg::policies::delay
