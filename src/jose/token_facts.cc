#include "jose/token_facts.h"

#include <cmath>

#include "base/ascii.h"

namespace jg::jose {
namespace {

// A NumericDate (RFC 7519 section 2): a double holds any of them, so no sum can overflow.
std::optional<double> numeric_date(json::Value value) {
  const auto number = value.as_double();
  return number && std::isfinite(*number) && *number >= 0 ? number : std::nullopt;
}

}  // namespace

std::string plain_type(std::string_view typ) {
  constexpr std::string_view kPrefix = "application/";
  std::string lower = ascii::lower(typ);
  const std::string_view rest =
      std::string_view(lower).substr(lower.starts_with(kPrefix) ? kPrefix.size() : 0);
  // RFC 7515 section 4.1.9: the prefix is left out only where no other slash stands.
  return rest.find('/') == rest.npos ? std::string(rest) : lower;
}

TokenFacts::TokenFacts(TokenHeader of_header, json::Value of_claims)
    : header(std::move(of_header)), claims(of_claims) {
  const auto note = [this](std::string_view name, bool is_good) {
    if (!is_good && malformed.empty()) malformed = name;
  };
  const auto read_date = [&](std::string_view name, json::Value value,
                             std::optional<double>& into) {
    into = numeric_date(value);
    note(name, into.has_value());
  };
  claims.for_each_member([&](std::string_view name, json::Value value) {
    if (name == "exp") return read_date("exp", value, expires);
    if (name == "nbf") return read_date("nbf", value, begins);
    if (name == "iat") return read_date("iat", value, issued);
    if (name == "sub") return note("sub", value.as_string().has_value());
    if (name == "iss") issuer = value;
    if (name == "aud") audience = value;
    if (name == "cnf") confirmation = value;
  });
}

bool TokenFacts::has(std::string_view claim) const {
  if (claim == "exp") return expires.has_value();
  const auto value = claims.find(claim);
  return value && !value->is_null();
}

}  // namespace jg::jose
