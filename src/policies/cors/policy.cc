#include "policies/cors/policy.h"

#include <algorithm>

#include "base/ascii.h"

namespace jg::policies::cors {
namespace {

using exchange::Exchange;
using exchange::Verdict;

constexpr std::string_view kRequestMethod = "access-control-request-method";
constexpr std::string_view kRequestHeaders = "access-control-request-headers";

// Its own list, else for any what the page asked for; `*` would not cover a call with credentials.
std::string_view permitted(const Names& names, std::optional<std::string_view> asked,
                           bool with_credentials) {
  switch (names.kind) {
    case Names::Kind::none: return {};
    case Names::Kind::these: return names.joined;
    case Names::Kind::any: break;
  }
  const std::string_view wanted = ascii::trim(asked.value_or(""));
  if (!wanted.empty()) return wanted;
  return with_credentials ? std::string_view() : "*";
}

void set_if_any(http::Fields& fields, std::string_view name, std::string_view value) {
  if (!value.empty()) fields.set(name, value);
}

}  // namespace

Result<Verdict> CorsPolicy::on_request(Exchange& exchange) const {
  const http::RequestHead& request = exchange.request;
  const auto origin = request.fields.find("origin");
  if (!origin || request.fields.count("origin") > 1) return Verdict::proceed;
  exchange.facts.origin = *origin;
  const bool asks = request.method == "OPTIONS";
  const bool is_preflight = asks && !request.fields.find(kRequestMethod).value_or("").empty();
  const bool is_allowed = allows(*origin);
  if (!is_preflight && !(asks && is_allowed)) return Verdict::proceed;
  exchange.response.head.status = 200;
  exchange.record.reason = "DirectResponse";
  if (is_allowed) permit(exchange);
  return Verdict::answered;
}

// What only the answer to a preflight says; on_response adds the rest.
void CorsPolicy::permit(Exchange& exchange) const {
  const http::Fields& asked = exchange.request.fields;
  http::Fields& fields = exchange.response.head.fields;
  set_if_any(fields, "access-control-allow-methods",
             permitted(settings_.methods, asked.find(kRequestMethod), settings_.with_credentials));
  set_if_any(fields, "access-control-allow-headers",
             permitted(settings_.headers, asked.find(kRequestHeaders), settings_.with_credentials));
  set_if_any(fields, "access-control-max-age", settings_.max_age);
}

void CorsPolicy::on_response(Exchange& exchange) const {
  const std::string_view origin = exchange.facts.origin;
  if (origin.empty() || !allows(origin)) return;
  http::Fields& fields = exchange.response.head.fields;
  // In the place of what a backend may have said: a browser refuses an answer with two of them.
  fields.set("access-control-allow-origin", origin);
  if (settings_.with_credentials) fields.set("access-control-allow-credentials", "true");
  set_if_any(fields, "access-control-expose-headers", settings_.exposed.joined);
  // The answer is for this origin: no cache may give it to another.
  if (!fields.lists("vary", "origin") && !fields.lists("vary", "*")) fields.add("vary", "origin");
}

bool CorsPolicy::allows(std::string_view text) const {
  if (settings_.any_origin) return true;
  const auto origin = parse_origin(text);
  return origin && std::ranges::any_of(settings_.origins, [&](const OriginPattern& pattern) {
           return pattern.fits(*origin);
         });
}

std::vector<exchange::Policy::Remark> CorsPolicy::remarks() const {
  std::vector<Remark> out;
  out.push_back({Remark::Kind::states,
                 "cors: pages of " + (settings_.shown.empty() ? "no origin" : settings_.shown) +
                     " may read answers"});
  if (settings_.any_origin && settings_.with_credentials)
    out.push_back(
        {Remark::Kind::warns,
         "cors: any web page may call with its visitor's credentials and read the answer"});
  return out;
}

}  // namespace jg::policies::cors
