// A location from the configuration: {header: {name, prefix}}, {queryParameter: {name}}, {cookie:
// {name}} or {expression: cel}.
#include "base/ascii.h"
#include "config/schema.h"
#include "exchange/location.h"
#include "http/grammar.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;
using config::Object;

// Not a HeaderPlace: the default location has a prefix, a header that is named only the one that is
// written.
struct HeaderMap {
  std::string name;
  std::optional<std::string> prefix;
};

struct LocationMap {
  std::optional<HeaderPlace> header;
  std::optional<QueryPlace> query;
  std::optional<CookiePlace> cookie;
  std::optional<Expression> expression;
};

// A cookie's name is a token as a field's is (RFC 6265 section 4.1.1).
config::Type<std::string> token_name() {
  return config::filled_text().then<std::string>(
      [](std::string name, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (http::is_token(name)) return name;
        faults.add(node, "found " + node.shown() + "; expected letters, digits and dashes");
        return std::nullopt;
      });
}

config::Type<HeaderPlace> header_type() {
  const auto name = token_name().then<std::string>(
      [](std::string given, const Node&, Faults&) { return std::optional(ascii::lower(given)); });
  const auto map =
      Object<HeaderMap>("HeaderLocation", "A header field.")
          .required("name", &HeaderMap::name, name, "Its name, in any letter case.")
          .optional("prefix", &HeaderMap::prefix, config::text(),
                    "What stands before the credential, with its space; nothing when left out.");
  return config::object(map).then<HeaderPlace>([](HeaderMap value, const Node&, Faults&) {
    return std::optional(HeaderPlace{std::move(value.name), value.prefix.value_or("")});
  });
}

std::optional<Location> make_location(LocationMap map, Surroundings surroundings) {
  if (map.header) return Location(std::move(*map.header));
  if (map.query) return Location(std::move(*map.query));
  if (map.cookie) return Location(std::move(*map.cookie));
  return Location(ExpressionPlace{std::move(*map.expression), std::move(surroundings)});
}

}  // namespace

config::Type<Location> location_type(const LoadContext& context) {
  const auto query =
      Object<QueryPlace>("QueryLocation", "A query parameter.")
          .required("name", &QueryPlace::name, config::filled_text(), "Its name, decoded.");
  const auto cookie = Object<CookiePlace>("CookieLocation", "A cookie.")
                          .required("name", &CookiePlace::name, token_name(), "Its name.");
  const auto map =
      Object<LocationMap>("CredentialLocation", "Where the credential sits in a request.")
          .optional("header", &LocationMap::header, header_type(), "In a header field.")
          .optional("queryParameter", &LocationMap::query, config::object(query), "In the query.")
          .optional("cookie", &LocationMap::cookie, config::object(cookie), "In a cookie.")
          .optional(
              "expression", &LocationMap::expression, expression_type(),
              "What this CEL expression gives, if it is text. It is not taken out of the request.")
          .never_empty({"header", "queryParameter", "cookie", "expression"})
          .exactly_one_of({"header", "queryParameter", "cookie", "expression"});
  return config::object(map).then<Location>([surroundings = read_surroundings(context.environment)](
                                                LocationMap value, const Node&, Faults&) {
    return make_location(std::move(value), surroundings);
  });
}

}  // namespace jg::exchange
