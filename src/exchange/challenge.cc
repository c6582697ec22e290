#include "exchange/challenge.h"

#include <algorithm>

#include "base/ascii.h"
#include "config/schema.h"
#include "exchange/exchange.h"
#include "exchange/refusal.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;

// RFC 6750 section 3.1: without a token there is no error to tell of.
std::string_view error_of(const Refusal& refusal, bool is_known_caller) {
  if (refusal.status == 403) return is_known_caller ? "insufficient_scope" : "";
  const bool is_about_a_sent_token =
      is_about_token(refusal) && refusal.status < 500 && refusal.code != "jwt.missing";
  if (!is_about_a_sent_token) return "";
  if (refusal.code == "jwt.dpop_proof" || refusal.code == "jwt.dpop_replay")
    return "invalid_dpop_proof";
  return refusal.status == 400 ? "invalid_request" : "invalid_token";
}

enum class Scheme : std::uint8_t { bearer, dpop };

// Of the credential that is spoken of, which may have been taken out of the request.
Scheme scheme_used(const Exchange& exchange, const Challenge& told, const Refusal& refusal) {
  const auto sent = exchange.request.fields.find("authorization");
  const bool is_dpop = told.is_to_holder || refusal.code.starts_with("jwt.dpop_") ||
                       (sent && ascii::istarts_with(*sent, "DPoP "));
  return is_dpop ? Scheme::dpop : Scheme::bearer;
}

void append(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(", ").append(name).append("=\"").append(value).append("\"");
}

// What a quoted string of a challenge may hold without escapes (RFC 6750 section 3).
bool is_quotable(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

std::optional<std::string> join_scopes(const std::vector<std::string>& scopes, const Node& node,
                                       Faults& faults) {
  std::string out;
  for (const std::string& scope : scopes) {
    if (!std::ranges::all_of(scope, [](char c) { return c != ' ' && is_quotable(c); })) {
      faults.add(node, "a scope is one word of ASCII without quotes and backslashes");
      return std::nullopt;
    }
    out.append(out.empty() ? "" : " ").append(scope);
  }
  return out;
}

config::Type<std::string> realm_type() {
  return config::filled_text().then<std::string>(
      [](std::string realm, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (std::ranges::all_of(realm, is_quotable)) return realm;
        faults.add(node, "a realm is ASCII without quotes and backslashes");
        return std::nullopt;
      });
}

}  // namespace

std::vector<std::string> challenge_texts(const Exchange& exchange, const Refusal& refusal) {
  const std::string_view error = error_of(refusal, exchange.facts.identity.has_value());
  if (refusal.status != 401 && error.empty()) return {};
  const Challenge plain;
  const Challenge& told = exchange.challenge != nullptr ? *exchange.challenge : plain;
  const Scheme used = told.offers_bearer ? scheme_used(exchange, told, refusal) : Scheme::dpop;
  const auto text = [&](Scheme scheme) {
    std::string out(scheme == Scheme::dpop ? "DPoP" : "Bearer");
    out += " realm=\"" + told.realm + "\"";
    if (scheme == used) {
      append(out, "error", error);
      append(out, "error_description", error.empty() ? "" : refusal.says);
    }
    append(out, "scope", exchange.missing_scope.empty() ? told.scope : exchange.missing_scope);
    append(out, "resource_metadata", told.resource_metadata);
    if (scheme == Scheme::dpop) append(out, "algs", told.dpop_algorithms);
    return out;
  };
  std::vector<std::string> out;
  if (told.offers_bearer) out.push_back(text(Scheme::bearer));
  if (!told.dpop_algorithms.empty()) out.push_back(text(Scheme::dpop));
  return out;
}

config::Type<std::string> scopes_type() {
  return config::list_of(config::filled_text()).then<std::string>(join_scopes);
}

config::Type<Challenge> challenge_type() {
  return config::object(
      config::Object<Challenge>("Challenge", "What a refusal tells of how to get in.")
          .optional("realm", &Challenge::realm, realm_type(), "The realm in WWW-Authenticate.")
          .optional("scopes", &Challenge::scope, scopes_type(),
                    "Scopes that a token should have, where no rule names others.")
          .ours({"realm", "scopes"}));
}

}  // namespace jg::exchange
