#include "app/cli/token_remarks.h"

#include <optional>

#include "app/cli/token_text.h"
#include "jose/token.h"

namespace jg::app::cli {
namespace {

using Remarks = std::vector<std::string>;

void remark_on_refusal(Remarks& remarks, std::string_view compact) {
  const auto parsed = jose::UntrustedToken::parse(compact);
  if (parsed) return;
  remarks.push_back("the gateway refuses it as it stands: " + parsed.error().detail + " [" +
                    parsed.error().code + "]");
}

void remark_on_header(Remarks& remarks, json::Value header) {
  const auto alg = header.find("alg");
  const auto name = alg ? alg->as_string() : std::nullopt;
  const auto algorithm = jose::find_algorithm(name.value_or(""));
  if (name && (*name == "none" || *name == "None" || *name == "NONE"))
    remarks.push_back("alg is none: it is not signed at all");
  if (algorithm && jose::facts(*algorithm).family == jose::Family::hmac)
    remarks.push_back("it is signed with a shared secret: whoever can verify it can also make it");
  if (header.find("crit")) remarks.push_back("crit demands extensions; the gateway supports none");
  if (!header.find("kid"))
    remarks.push_back("it has no kid: every key that fits its alg will be tried");
  for (const char* member : {"jwk", "jku", "x5u", "x5c"})
    if (header.find(member))
      remarks.push_back("its " + std::string(member) +
                        " is ignored: keys come from configuration only");
}

std::optional<double> seconds_of(json::Value claims, std::string_view claim) {
  const auto value = claims.find(claim);
  return value ? value->as_double() : std::nullopt;
}

void remark_on_times(Remarks& remarks, json::Value claims, double now) {
  constexpr double kLong = 24 * 3600;
  for (const char* claim : {"exp", "nbf", "iat"})
    if (claims.find(claim) && !seconds_of(claims, claim))
      remarks.push_back(std::string(claim) + " is not a number");
  const auto exp = seconds_of(claims, "exp");
  const auto nbf = seconds_of(claims, "nbf");
  const auto iat = seconds_of(claims, "iat");
  if (!claims.find("exp")) remarks.push_back("it has no exp: it never expires");
  if (exp && *exp < now) remarks.push_back("it expired " + length_text(now - *exp) + " ago");
  if (nbf && *nbf > now)
    remarks.push_back("it is not good yet, for another " + length_text(*nbf - now));
  if (iat && *iat > now) remarks.push_back("iat lies ahead: one of the two clocks is wrong");
  if (exp && iat && *exp - *iat > kLong)
    remarks.push_back("it is good for " + length_text(*exp - *iat) + ": long for an access token");
}

void remark_on_names(Remarks& remarks, json::Value claims) {
  const auto iss = claims.find("iss");
  if (!iss) remarks.push_back("it has no iss: no provider can be chosen for it");
  if (iss && !iss->as_string()) remarks.push_back("iss is not a string");
  if (!claims.find("aud"))
    remarks.push_back("it has no aud: it is refused wherever audiences are configured");
}

}  // namespace

std::vector<std::string> remarks_on(const InspectedToken& token, SystemTime now) {
  Remarks remarks;
  remark_on_refusal(remarks, token.compact);
  remark_on_header(remarks, token.header);
  if (token.claims.kind() == json::Kind::object) {
    remark_on_times(remarks, token.claims,
                    std::chrono::duration<double>(now.time_since_epoch()).count());
    remark_on_names(remarks, token.claims);
  }
  return remarks;
}

}  // namespace jg::app::cli
