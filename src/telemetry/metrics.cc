#include "telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>

#include "telemetry/families.h"
#include "telemetry/worker_metrics.h"

namespace jg::telemetry {
namespace {

// RFC 9110 section 9.3 and RFC 5789. A peer may send any token as its method.
constexpr auto kMethods = std::to_array<std::string_view>(
    {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"});

// At the same place for the same method, as a SeriesTable likes it.
std::string_view method_label(std::string_view method) {
  if (method.empty()) return method;
  const auto found = std::ranges::find(kMethods, method);
  return found != kMethods.end() ? *found : "OTHER";
}

constexpr int kLowestStatus = 100, kHighestStatus = 599;
constexpr auto kStatusTexts = [] {
  std::array<std::array<char, 3>, kHighestStatus - kLowestStatus + 1> texts{};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t status = kLowestStatus + i;
    texts[i] = {static_cast<char>('0' + status / 100), static_cast<char>('0' + status / 10 % 10),
                static_cast<char>('0' + status % 10)};
  }
  return texts;
}();

// Empty when there was none.
std::string_view status_label(int status) {
  if (status < kLowestStatus || status > kHighestStatus) return {};
  const auto& text = kStatusTexts[static_cast<std::size_t>(status - kLowestStatus)];
  return {text.data(), text.size()};
}

// No model has this many; the sum over all calls cannot wrap around.
constexpr std::uint64_t kMaxTokens = std::uint64_t{1} << 40;

std::uint64_t nanoseconds(std::chrono::nanoseconds took) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
}

std::string_view reason_label(const Record& record) {
  return record.reason == nullptr ? "Upstream" : std::string_view(record.reason);
}

// The cells of a family's own labels with those of the configuration behind them.
template <class Cells>
Cells& cells_at(SeriesTable<Cells>& table, std::initializer_list<std::string_view> own,
                LabelValues added) {
  std::array<std::string_view, kMostLabels> all;
  const auto end = std::ranges::copy(added, std::ranges::copy(own, all.begin()).out).out;
  return table.at({all.begin(), end}, added.size());
}

void count_model(WorkerMetrics& metrics, const Record& record, const LlmRecord& llm,
                 LabelValues added) {
  // Names of models are the client's until a provider has answered to them.
  if (record.code != nullptr || record.status < 200 || record.status > 299) return;
  ModelCells& cells =
      cells_at(metrics.models,
               {llm.operation, llm.provider, llm.request_model, llm.response_model, record.bind,
                record.gateway, record.listener, record.route, record.route_rule},
               added);
  const auto tokens = [](auto& histogram, const std::optional<std::uint64_t>& number) {
    if (number) histogram.observe(std::min(*number, kMaxTokens));
  };
  tokens(cells.input_tokens, llm.input_tokens);
  tokens(cells.cached_input_tokens, llm.cached_input_tokens);
  tokens(cells.output_tokens, llm.output_tokens);
  cells.duration.observe(nanoseconds(record.duration));
  if (llm.time_to_first_token) cells.first_token.observe(nanoseconds(*llm.time_to_first_token));
}

// The same of names of tools and prompts, which a server has few of. URIs are many whoever says them.
void count_mcp(WorkerMetrics& metrics, const Record& record, const McpRecord& mcp) {
  using Kind = McpSubject::Kind;
  const McpSubject& subject = mcp.subject;
  const bool is_answered = record.code == nullptr && record.status >= 200 && record.status <= 299;
  const bool is_named = subject.kind == Kind::tool || subject.kind == Kind::prompt;
  metrics.mcp_requests
      .at({mcp.method_label, name_of(subject.kind), subject.target,
           is_answered && is_named ? std::string_view(subject.name) : std::string_view(),
           record.bind, record.gateway, record.listener, record.route, record.route_rule})
      .add(1);
}

void count_upstream(WorkerMetrics& metrics, const Record& record, const UpstreamTimes& times,
                    RequestCells& cells) {
  cells.request_processing.observe(nanoseconds(times.before));
  if (times.behind) cells.response_processing.observe(nanoseconds(*times.behind));
  metrics.upstream_calls.at({"Primary", record.llm   ? "Llm"
                                        : record.mcp ? "Mcp"
                                                     : "Http"})
      .observe(nanoseconds(times.call));
}

}  // namespace

void count(WorkerMetrics& metrics, const Record& record, LabelValues added) {
  assert(added.size() == metrics.added_labels);
  RequestCells& cells = cells_at(metrics.requests,
                                 {record.backend, record.protocol, method_label(record.method),
                                  status_label(record.status), reason_label(record), record.bind,
                                  record.gateway, record.listener, record.route, record.route_rule},
                                 added);
  cells.requests.add(1);
  cells.response_bytes.add(record.response_bytes);
  cells.retries.add(record.retries);
  cells.duration.observe(nanoseconds(record.duration));
  if (record.upstream) count_upstream(metrics, record, *record.upstream, cells);
  if (record.code != nullptr) metrics.refusals.at({record.code, record.route}).add(1);
  if (record.limit) count_limit(metrics, *record.limit);
  if (record.llm) count_model(metrics, record, *record.llm, added);
  if (record.mcp && !record.mcp->method.empty()) count_mcp(metrics, record, *record.mcp);
}

bool has_overflowed(const WorkerMetrics& metrics) {
  return metrics.requests.has_overflowed() || metrics.models.has_overflowed();
}

ConnectionCells& connection_cells(WorkerMetrics& metrics, const ConnectionLabels& labels) {
  return metrics.connections.at({labels.bind, labels.gateway, labels.listener, labels.protocol});
}

void count_limit(WorkerMetrics& metrics, Limit limit) { metrics.limit_hits.add(limit); }

void count_closing(WorkerMetrics& metrics, Closing why) { metrics.closings.add(why); }

void count_fault(WorkerMetrics& metrics, std::string_view code) {
  metrics.faults.at({code}).add(1);
}

void count_tls_handshake(WorkerMetrics& metrics, const ConnectionLabels& labels,
                         std::chrono::nanoseconds took) {
  metrics.tls_handshakes.at({labels.bind, labels.gateway, labels.listener, labels.protocol})
      .observe(nanoseconds(took));
}

void count_tls_failure(WorkerMetrics& metrics, std::string_view bind, std::string_view reason) {
  metrics.tls_failures.at({bind, reason}).add(1);
}

void count_upstream_connect(WorkerMetrics& metrics, std::string_view transport,
                            std::chrono::nanoseconds took) {
  metrics.upstream_connects.at({transport}).observe(nanoseconds(took));
}

Metrics::Metrics(unsigned workers, std::vector<std::string> added_labels, std::size_t max_series)
    : added_labels_(std::move(added_labels)) {
  assert(added_labels_.size() <= kMostAddedLabels);
  for (unsigned i = 0; i < workers; ++i)
    workers_.push_back(std::make_unique<WorkerMetrics>(max_series, added_labels_.size()));
}

Metrics::~Metrics() = default;

}  // namespace jg::telemetry
