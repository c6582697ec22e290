#include <fmt/format.h>

#include "app/cli/token_inspect.h"
#include "app/cli/token_text.h"
#include "app/explain/render.h"

namespace jg::app::explain {
namespace {

using exchange::Finding;
using Outcome = Finding::Outcome;

std::string_view mark(Outcome outcome) {
  switch (outcome) {
    case Outcome::noted: return "";
    case Outcome::good: return "ok";
    case Outcome::failed: return "FAIL";
    case Outcome::skipped: return "-";
  }
  return {};
}

bool is_date(std::string_view claim) { return claim == "exp" || claim == "nbf" || claim == "iat"; }

std::string shown(const Finding::Value& value, SystemTime now) {
  if (value.json.empty()) return value.name + " is absent";
  std::string out = value.name + " = " + value.json;
  const auto number = json::Document::parse(value.json);
  const auto seconds = number ? number->root().as_double() : std::nullopt;
  if (is_date(value.name) && seconds) out += ", " + cli::date_text(*seconds, now);
  return out;
}

std::string line(const Finding& finding, SystemTime now) {
  constexpr std::size_t kStepWidth = 13;
  std::string out = fmt::format("{:<5} {:{}}{:<{}} {}", mark(finding.outcome), "",
                                2 * finding.depth, finding.step, kStepWidth, finding.says);
  if (finding.code != nullptr) out += fmt::format(" [{}]", finding.code);
  while (out.ends_with(' ')) out.pop_back();
  out += '\n';
  for (const Finding::Value& value : finding.values)
    out += fmt::format("{:{}}{}\n", "", 6 + 2 * finding.depth + kStepWidth + 3, shown(value, now));
  return out;
}

std::string part(const char* name, const std::optional<json::Document>& part) {
  return fmt::format("  {}  {}\n", name, part ? part->root().dump() : "not base64url of JSON");
}

std::string what_it_says(std::string_view token) {
  if (token.empty()) return {};
  const cli::TokenParts parts = cli::read_parts(token);
  return "\nThe token's own words, which nobody has vouched for yet:\n" +
         part("header", parts.header) + part("claims", parts.claims);
}

std::string outcome(const Explanation& explanation) {
  if (explanation.passes()) return fmt::format("\nThe request would pass.\n");
  return fmt::format(
      "\nThe request would be refused with {} {}: {}\n  why      {}\n  to pass  {}\n",
      explanation.status, explanation.code, explanation.says, explanation.why, explanation.cure);
}

}  // namespace

std::string as_text(const Request& request, const Explanation& explanation) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(request.now);
  std::string out = fmt::format("{} {}, host {}, from {}, at {}\n", request.method, request.target,
                                request.host, request.source, cli::moment_text(seconds));
  out += what_it_says(request.token.reveal());
  out += '\n';
  for (const Finding& finding : explanation.findings) out += line(finding, request.now);
  out += outcome(explanation);
  cli::replace_c1_controls(out);
  return out;
}

}  // namespace jg::app::explain
