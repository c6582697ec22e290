#include "policies/transformations/config.h"

#include <algorithm>
#include <array>

#include "config/schema.h"
#include "exchange/conditional.h"
#include "exchange/field_name.h"

namespace jg::policies::transformations {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using exchange::Phase;
using exchange::Purpose;

enum class Side : std::uint8_t { request, response };

// What is written by its pseudo-header (RFC 9113 section 8.3), whatever the protocol.
bool is_offered(std::string_view pseudo, Side side) {
  constexpr auto kOfRequests = std::to_array<std::string_view>({":authority", ":method", ":path"});
  if (side == Side::response) return pseudo == ":status";
  return std::ranges::find(kOfRequests, pseudo) != kOfRequests.end();
}

std::optional<std::string> read_name(const std::string& name, Side side, const Node& node,
                                     Faults& faults) {
  if (!name.starts_with(':')) return exchange::read_field_name(name, node, faults);
  if (is_offered(name, side)) return name;
  faults.add(
      node, config::quoted(name) + ": " +
                (side == Side::request ? "of a request :authority, :method and :path can be written"
                                       : "of an answer :status can be written"));
  return std::nullopt;
}

config::Type<exchange::Expression> value_type(Side side) {
  const Phase phase = side == Side::request ? Phase::request : Phase::answer;
  return exchange::expression_type({.phase = phase, .bodies = exchange::Bodies::read});
}

config::Type<Named> fields_type(Side side) {
  return config::map_of(value_type(side))
      .then<Named>([side](Named fields, const Node& map, Faults& faults) -> std::optional<Named> {
        const std::size_t errors = faults.errors();
        auto field = fields.begin();
        for (const Node node : map.children()) {
          auto name = read_name(field->first, side, node, faults);
          if (name &&
              std::ranges::find(fields.begin(), field, *name, &Named::value_type::first) != field)
            faults.add(node, "names the same field as another key: letter case means nothing here");
          (field++)->first = name.value_or(std::string());
        }
        if (faults.errors() != errors) return std::nullopt;
        return fields;
      });
}

config::Type<std::string> removed_type() {
  return config::filled_text().then<std::string>(
      [](const std::string& name, const Node& node, Faults& faults) {
        return exchange::read_field_name(name, node, faults);
      });
}

config::Type<Transformation> transformation_type(Side side) {
  using T = Transformation;
  const bool is_request = side == Side::request;
  return config::object(
      Object<T>(is_request ? "RequestTransformation" : "ResponseTransformation",
                "What becomes of a message. Every value is a CEL expression over the message as it "
                "came; text is written \"'so'\".")
          .optional("metadata", &T::metadata, config::map_of(value_type(side)),
                    "Values for later expressions, which read them as metadata.NAME.")
          .optional("replace", &T::replace, value_type(side),
                    "A map of all fields there shall be, by their names.")
          .optional("add", &T::add, fields_type(side), "Fields put beside those that are there.")
          .optional("set", &T::set, fields_type(side),
                    "Fields put in the place of those of their name; without a value they go.")
          .optional("remove", &T::remove, config::list_of(removed_type()),
                    "Names of fields that are taken out.")
          .optional("body", &T::body, value_type(side),
                    "The body; empty when it cannot be computed."));
}

void add_sides(Object<Alternative>& object) {
  object
      .optional("request", &Alternative::request, transformation_type(Side::request),
                "What becomes of the request.")
      .optional("response", &Alternative::response, transformation_type(Side::response),
                "What becomes of the answer.");
}

struct Conditional {
  Alternatives alternatives;
};

config::Type<Alternatives> conditional_type() {
  Object<Alternative> alternative("ConditionalTransformation", "For some requests.");
  alternative.optional(
      "condition", &Alternative::condition,
      exchange::expression_type({.purpose = Purpose::condition, .bodies = exchange::Bodies::read}),
      "Which requests it is for; without it, all that came so far.");
  alternative.never_empty({"condition"});
  add_sides(alternative);
  return config::object(Object<Conditional>("ConditionalTransformations", "By what the request is.")
                            .required("conditional", &Conditional::alternatives,
                                      config::list_of(config::object(std::move(alternative)),
                                                      config::Emptiness::refused),
                                      "The first whose condition is true applies, and no other.")
                            .check([](const Conditional&, const Node& node, Faults& faults) {
                              exchange::check_conditional(*node.find("conditional"), faults);
                            }))
      .then<Alternatives>([](Conditional map, const Node&, Faults&) {
        return std::optional(std::move(map.alternatives));
      });
}

}  // namespace

config::Type<Alternatives> alternatives_type() {
  Object<Alternative> single("Transformations", "Changes of a request and of its answer.");
  add_sides(single);
  const auto one = config::object(std::move(single))
                       .then<Alternatives>([](Alternative alternative, const Node&, Faults&) {
                         Alternatives out;
                         out.push_back(std::move(alternative));
                         return std::optional(std::move(out));
                       });
  return config::by_key<Alternatives>("conditional", conditional_type(), one);
}

}  // namespace jg::policies::transformations
