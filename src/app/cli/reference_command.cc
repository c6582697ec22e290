#include "app/cli/reference_command.h"

#include "exchange/refusal.h"
#include "telemetry/families.h"

namespace jg::app::cli {
namespace {

// A code that stands for a family is shown as such; inside a table a bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

}  // namespace

std::string errors_page() {
  std::string out =
      "# Errors\n\n"
      "Every refusal has one stable code. It stands in the answer, in the access log (`code=`) and "
      "in the metric\n"
      "`jotgate_refusals_total`. A code that ends in `*` stands for its family. The detail of a "
      "refusal is in the log only.\n\n"
      "<!-- Made by `jotgate reference errors` from src/exchange/refusal.cc; do not edit. -->\n\n"
      "| code | status | gRPC | reason | what the client reads | cause | cure |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const exchange::Refusal& refusal : exchange::refusals()) {
    out += "| `" + std::string(refusal.code) + "` | " + std::to_string(refusal.status) + " | " +
           std::to_string(refusal.grpc_status) + " | " + refusal.reason + " | " +
           cell(refusal.says) + " | " + cell(refusal.cause) + " | " + cell(refusal.cure) + " |\n";
  }
  return out;
}

std::string metrics_page() {
  std::string out =
      "# Metrics\n\n"
      "Served at `/metrics` on port 15020. What begins with `agentgateway_` has agentgateway's "
      "name, labels and buckets, so\n"
      "that its dashboards work. A label without a value is `unknown`. Behind the labels of "
      "requests, processing and models\n"
      "stand those of `config.metrics.fields.add`.\n\n"
      "<!-- Made by `jotgate reference metrics` from src/telemetry/families.h; do not edit. "
      "-->\n\n"
      "| metric | type | labels | tells |\n"
      "|---|---|---|---|\n";
  for (const telemetry::Family* family : telemetry::kFamilies) {
    std::string labels;
    for (const std::string_view label : family->labels)
      labels += (labels.empty() ? "`" : ", `") + std::string(label) + "`";
    out += "| `" + std::string(family->name) + "` | " + std::string(name_of(family->type)) + " | " +
           labels + " | " + cell(family->help) + " |\n";
  }
  return out;
}

}  // namespace jg::app::cli
