#include "config/types.h"

#include "config/size.h"
#include "json/text.h"

namespace jg::config {
namespace {

constexpr Shapes kText = shape(Kind::string);

std::function<Schema(Definitions&)> always(Schema schema) {
  return [schema = std::move(schema)](Definitions&) { return schema; };
}

std::string number_text(double number) {
  std::string out;
  json::append_number(out, number);
  return out;
}

std::string integer_expectation(std::int64_t least, std::int64_t most) {
  const bool is_open_below = least == std::numeric_limits<std::int64_t>::min();
  const bool is_open_above = most == std::numeric_limits<std::int64_t>::max();
  if (is_open_below && is_open_above) return "an integer";
  if (is_open_above) return "an integer not below " + std::to_string(least);
  if (is_open_below) return "an integer not above " + std::to_string(most);
  return "an integer from " + std::to_string(least) + " to " + std::to_string(most);
}

}  // namespace

bool has_shape(const Node& node, Shapes shapes) {
  if (node.is_broken()) return false;
  if ((shapes & shape(node.kind())) != 0) return true;
  const bool is_scalar = !node.is_list() && !node.is_map() && !node.is_null();
  return is_scalar && node.is_from_variable() && (shapes & kText) != 0;
}

void tell_expected(const Node& node, const std::string& expected, Faults& faults) {
  const bool is_unquoted =
      expected.starts_with("text") && !node.is_list() && !node.is_map() && !node.is_null();
  faults.add(node, "found " + node.shown() + "; expected " + expected +
                       (is_unquoted ? " (put it in quotes)" : ""));
}

Type<std::string> text() {
  return Type<std::string>(
      {kText, "text",
       [](const Node& node, Faults&) { return std::optional<std::string>(node.text()); },
       always(Schema::of_type("string")),
       [](const std::string& value) { return value.empty() ? std::string() : json_text(value); }});
}

Type<std::string> filled_text() {
  Schema schema = Schema::of_type("string");
  schema.set("minLength", "1");
  return Type<std::string>(
      {kText, "text that is not empty",
       [](const Node& node, Faults& faults) -> std::optional<std::string> {
         if (!node.text().empty()) return std::string(node.text());
         faults.add(node, "found empty text; expected text that is not empty");
         return std::nullopt;
       },
       always(schema),
       [](const std::string& value) { return value.empty() ? std::string() : json_text(value); }});
}

Type<Secret> secret_text() { return filled_text().as<Secret>(); }

Type<bool> boolean() {
  return Type<bool>({shape(Kind::boolean), "true or false",
                     [](const Node& node, Faults&) { return node.as_bool(); },
                     always(Schema::of_type("boolean")),
                     [](const bool& value) { return std::string(value ? "true" : "false"); }});
}

Type<double> number(double least, double most) {
  const std::string expected = "a number from " + number_text(least) + " to " + number_text(most);
  Schema schema = Schema::of_type("number");
  schema.set("minimum", number_text(least)).set("maximum", number_text(most));
  return Type<double>(
      {shape(Kind::number) | shape(Kind::integer), expected,
       [least, most, expected](const Node& node, Faults& faults) -> std::optional<double> {
         const auto value = node.as_double();
         if (value && *value >= least && *value <= most) return value;
         tell_expected(node, expected, faults);
         return std::nullopt;
       },
       always(schema), number_text});
}

Type<std::int64_t> bounded_integer(std::int64_t least, std::int64_t most) {
  const std::string expected = integer_expectation(least, most);
  Schema schema = Schema::of_type("integer");
  if (least != std::numeric_limits<std::int64_t>::min())
    schema.set("minimum", std::to_string(least));
  if (most != std::numeric_limits<std::int64_t>::max()) schema.set("maximum", std::to_string(most));
  return Type<std::int64_t>(
      {shape(Kind::integer), expected,
       [least, most, expected](const Node& node, Faults& faults) -> std::optional<std::int64_t> {
         const auto value = node.as_int();
         if (value && *value >= least && *value <= most) return value;
         tell_expected(node, expected, faults);
         return std::nullopt;
       },
       always(schema)});
}

Type<std::uint16_t> port() { return integer<std::uint16_t>(1, 65535); }

Type<Node> any() {
  constexpr Shapes kAll = ~Shapes{0};
  return custom<Node>(
      kAll, "a value", [](const Node& node, Faults&) { return std::optional(node); }, Schema());
}

Type<std::chrono::nanoseconds> bounded_duration(DurationBounds bounds) {
  using std::chrono::nanoseconds;
  std::string expected = "a duration such as 300ms, 5m or 1h30m";
  if (bounds.least > nanoseconds(0)) expected += ", not below " + duration_text(bounds.least);
  if (bounds.most < kLongestDuration) expected += ", not above " + duration_text(bounds.most);
  Schema schema = Schema::of_type("string");
  schema.set_text("pattern",
                  "^(0|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|\xc2\xb5s|\xce\xbcs|ms|s|m|h))+$");
  // A bare 0 is an integer to YAML and a duration to everybody else.
  return Type<nanoseconds>(
      {kText | shape(Kind::integer), expected,
       [bounds, expected](const Node& node, Faults& faults) -> std::optional<nanoseconds> {
         const auto value = parse_duration(node.text());
         if (!value || *value < bounds.least || *value > bounds.most) {
           tell_expected(node, expected, faults);
           return std::nullopt;
         }
         if (*value % bounds.step == nanoseconds(0)) return value;
         faults.add(node, "found " + node.shown() + "; expected a multiple of " +
                              duration_text(bounds.step));
         return std::nullopt;
       },
       always(schema)});
}

Type<std::uint64_t> size(std::uint64_t least, std::uint64_t most) {
  const std::string expected = "a number of bytes from " + size_text(least) + " to " +
                               size_text(most) + ", such as 65536 or 64KiB";
  Schema number = Schema::of_type("integer");
  number.set("minimum", std::to_string(least)).set("maximum", std::to_string(most));
  Schema with_unit = Schema::of_type("string");
  with_unit.set_text("pattern", "^[0-9]+([KMG]iB)?$");
  return Type<std::uint64_t>(
      {kText | shape(Kind::integer), expected,
       [least, most, expected](const Node& node, Faults& faults) -> std::optional<std::uint64_t> {
         const auto value = parse_size(node.text());
         if (value && *value >= least && *value <= most) return value;
         tell_expected(node, expected, faults);
         return std::nullopt;
       },
       always(Schema::any_of({number, with_unit})),
       [](const std::uint64_t& value) { return std::to_string(value); }});
}

std::optional<std::size_t> decode_word(const Node& node, const std::vector<std::string>& words,
                                       const std::vector<std::string>& shown, Faults& faults) {
  const auto found = std::ranges::find(words, node.text());
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string message = "found " + node.shown() + "; expected one of " + listed(shown);
  // What came from a variable stays unseen, its neighbours too.
  if (const auto nearest = find_nearest(node.text(), shown); nearest && !node.is_from_variable())
    message += "; did you mean " + *nearest + "?";
  faults.add(node, std::move(message));
  return std::nullopt;
}

}  // namespace jg::config
