// exchange/location.h - where a credential sits in a request: how it is found there and taken out.
//
// Owner:  the policy that was configured with it. Thread: immutable.
// Errors: finding never fails; what cannot be read as a credential is not there.
// Spec:   agentgateway's AuthorizationLocation: a header's prefix is compared in any letter case
//         with its trailing space and nothing is trimmed behind it; a header with bytes beyond
//         visible ASCII holds no credential.
// Trust:  hostile. A header or parameter that came twice is told apart from one: two readers might
//         choose differently. Of several cookies of one name the first counts, as browsers order
//         them (RFC 6265 section 5.4).
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "config/type.h"
#include "exchange/exchange.h"
#include "exchange/expression.h"
#include "exchange/feature.h"
#include "exchange/variables.h"

namespace jg::exchange {

struct HeaderPlace {
  std::string name = "authorization";  // lower case
  std::string prefix = "Bearer ";
};
struct QueryPlace {
  std::string name;
};
struct CookiePlace {
  std::string name;
};
struct ExpressionPlace {
  Expression expression;
  Surroundings surroundings;
};

struct Found {
  enum class Count : std::uint8_t { none, one, several } count = Count::none;
  std::string_view text = {};  // of the one; lives as long as the request and the arena
};

class Location {
 public:
  using Place = std::variant<HeaderPlace, QueryPlace, CookiePlace, ExpressionPlace>;

  Location() = default;  // Authorization: Bearer
  explicit Location(Place place) : place_(std::move(place)) {}

  Found find(Exchange& exchange) const;
  // Puts a credential where find() looks; for an expression, where most look. For explanations.
  void put(Exchange& exchange, std::string_view credential) const;
  // After the credential was checked: all values of the header, the parameter, the cookie.
  // Expressions remove nothing.
  void remove(Exchange& exchange) const;

  // Authorization: DPoP
  static Location dpop() { return Location(HeaderPlace{.prefix = "DPoP "}); }
  bool is_dpop() const { return is_authorization("DPoP "); }
  bool is_bearer() const { return is_authorization("Bearer "); }

  bool is_removable() const { return !std::holds_alternative<ExpressionPlace>(place_); }
  // The name of the parameter that must not be logged; empty when it is none.
  std::string_view query_parameter() const;
  std::string_view header_field() const;  // likewise, in lower case
  std::string describe() const;           // "header authorization", "cookie session"

 private:
  bool is_authorization(std::string_view prefix) const;

  Place place_;
};

config::Type<Location> location_type(const LoadContext& context);

}  // namespace jg::exchange
