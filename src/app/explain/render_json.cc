#include "app/cli/token_inspect.h"
#include "app/explain/render.h"
#include "json/writer.h"

namespace jg::app::explain {
namespace {

using exchange::Finding;
using Outcome = Finding::Outcome;

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::noted: return "noted";
    case Outcome::good: return "good";
    case Outcome::failed: return "failed";
    case Outcome::skipped: return "skipped";
  }
  return {};
}

void write_token(json::Writer& json, std::string_view token) {
  if (token.empty()) return;
  const cli::TokenParts parts = cli::read_parts(token);
  json.key("token").begin_object();
  if (parts.header) json.member_raw("header", parts.header->root().dump());
  if (parts.claims) json.member_raw("claims", parts.claims->root().dump());
  json.end_object();
}

void write_step(json::Writer& json, const Finding& finding) {
  json.begin_object().member("step", finding.step).member("outcome", name(finding.outcome));
  json.member("depth", std::uint64_t{finding.depth});
  if (!finding.says.empty()) json.member("says", finding.says);
  if (finding.code != nullptr) json.member("code", finding.code);
  if (!finding.values.empty()) {
    json.key("values").begin_object();
    for (const Finding::Value& value : finding.values)
      json.member_raw(value.name, value.json.empty() ? "null" : value.json);
    json.end_object();
  }
  json.end_object();
}

}  // namespace

std::string as_json(const Request& request, const Explanation& explanation) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member_raw("passes", explanation.passes() ? "true" : "false");
  if (!explanation.passes()) {
    json.member("status", static_cast<std::uint64_t>(explanation.status));
    json.member("code", explanation.code).member("says", explanation.says);
    json.member("why", explanation.why).member("cure", explanation.cure);
  }
  write_token(json, request.token.reveal());
  json.key("steps").begin_array();
  for (const Finding& finding : explanation.findings) write_step(json, finding);
  json.end_array().end_object();
  return out + '\n';
}

}  // namespace jg::app::explain
