// The other half of metrics.h: sums the workers' cells and writes them as text.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>

#include "telemetry/exposition.h"
#include "telemetry/metrics.h"
#include "telemetry/worker_metrics.h"

namespace jg::telemetry {
namespace {

using Workers = std::span<const std::unique_ptr<WorkerMetrics>>;

template <class Total>
using Sums = std::map<std::string_view, Total>;  // by the key of a series; ordered for the reader

template <const auto& kBounds>
void add(HistogramTotals& total, const Histogram<kBounds>& histogram) {
  total.bounds = kBounds;
  total.counts.resize(histogram.kBuckets);
  for (std::size_t i = 0; i < histogram.kBuckets; ++i) total.counts[i] += histogram.bucket(i);
  total.sum += histogram.sum();
}

void add(std::uint64_t& total, const Cell& cell) { total += cell.read(); }

bool is_empty(const HistogramTotals& total) {
  return std::ranges::all_of(total.counts, [](std::uint64_t count) { return count == 0; });
}

// The sum over all workers of what `pick` (a member, or identity) takes from the cells of a table.
template <class Total, class Table, class Pick>
Sums<Total> sum(Workers workers, Table table, Pick pick) {
  Sums<Total> sums;
  for (const auto& worker : workers) {
    ((*worker).*table).for_each([&](std::string_view key, const auto& cells) {
      add(sums[key], std::invoke(pick, cells));
    });
  }
  return sums;
}

// The labels of one series, with one before them when a family has more labels than its table.
class Labels {
 public:
  Labels(std::span<const std::string_view> names, std::string_view key) {
    for (const std::string_view name : names) labels_[size_++] = {name, take_label(key)};
  }
  Labels(Label first, std::span<const std::string_view> names, std::string_view key) {
    labels_[size_++] = first;
    for (const std::string_view name : names) labels_[size_++] = {name, take_label(key)};
  }
  operator std::span<const Label>() const { return {labels_.data(), size_}; }

 private:
  std::array<Label, 12> labels_;
  std::size_t size_ = 0;
};

void write(Exposition& to, std::span<const std::string_view> names,
           const Sums<std::uint64_t>& sums) {
  for (const auto& [key, total] : sums) to.sample(Labels(names, key), total);
}

// A series of another histogram of the same table may have nothing in this one.
void write(Exposition& to, std::span<const std::string_view> names,
           const Sums<HistogramTotals>& sums) {
  for (const auto& [key, total] : sums) {
    if (!is_empty(total)) to.histogram(Labels(names, key), total, kSecond);
  }
}

template <class Pick>
void write_tokens(Exposition& to, Workers workers, std::string_view type, Pick pick) {
  for (const auto& [key, total] : sum<HistogramTotals>(workers, &WorkerMetrics::models, pick)) {
    const Labels labels({"gen_ai_token_type", type}, kModelLabels, key);
    if (!is_empty(total)) to.histogram(labels, total, 1);
  }
}

void write_requests(Exposition& to, Workers workers) {
  const auto table = &WorkerMetrics::requests;
  to.family("agentgateway_requests_total", MetricType::counter, "Requests answered.");
  write(to, kRequestLabels, sum<std::uint64_t>(workers, table, &RequestCells::requests));
  to.family("agentgateway_response_bytes_total", MetricType::counter,
            "Bytes of response bodies sent to clients.");
  write(to, kRequestLabels, sum<std::uint64_t>(workers, table, &RequestCells::response_bytes));
  to.family("agentgateway_request_duration_seconds", MetricType::histogram,
            "Time from a request's head to the end of its answer.");
  write(to, kRequestLabels, sum<HistogramTotals>(workers, table, &RequestCells::duration));
}

void write_models(Exposition& to, Workers workers) {
  const auto table = &WorkerMetrics::models;
  to.family("agentgateway_gen_ai_client_token_usage", MetricType::histogram,
            "Tokens a call to a model used.");
  write_tokens(to, workers, "input", &ModelCells::input_tokens);
  write_tokens(to, workers, "input_cache_read", &ModelCells::cached_input_tokens);
  write_tokens(to, workers, "output", &ModelCells::output_tokens);
  to.family("agentgateway_gen_ai_server_request_duration", MetricType::histogram,
            "Seconds a call to a model took.");
  write(to, kModelLabels, sum<HistogramTotals>(workers, table, &ModelCells::duration));
  to.family("agentgateway_gen_ai_server_time_to_first_token", MetricType::histogram,
            "Seconds until a model's first token.");
  write(to, kModelLabels, sum<HistogramTotals>(workers, table, &ModelCells::first_token));
}

void write_connections(Exposition& to, Workers workers) {
  to.family("agentgateway_downstream_connections_total", MetricType::counter,
            "Connections accepted from clients.");
  write(to, kConnectionLabels,
        sum<std::uint64_t>(workers, &WorkerMetrics::connections, std::identity{}));
  to.family("agentgateway_tls_handshake_duration_seconds", MetricType::histogram,
            "Time a TLS handshake with a client took.");
  write(to, kConnectionLabels,
        sum<HistogramTotals>(workers, &WorkerMetrics::tls_handshakes, std::identity{}));
  to.family("jotgate_tls_handshake_failures_total", MetricType::counter,
            "TLS handshakes with clients that failed, by cause.");
  write(to, kTlsFailureLabels,
        sum<std::uint64_t>(workers, &WorkerMetrics::tls_failures, std::identity{}));
  to.family(
      "jotgate_connection_faults_total", MetricType::counter,
      "Connections ended for what their client did to them, by the stable code of the cause.");
  write(to, kFaultLabels, sum<std::uint64_t>(workers, &WorkerMetrics::faults, std::identity{}));
  to.family("agentgateway_upstream_connect_duration_seconds", MetricType::histogram,
            "Time to connect to an upstream.");
  write(to, kTransportLabels,
        sum<HistogramTotals>(workers, &WorkerMetrics::upstream_connects, std::identity{}));
}

void write_refusals(Exposition& to, Workers workers) {
  to.family("jotgate_refusals_total", MetricType::counter,
            "Requests refused or failed, by the stable code of the cause.");
  write(to, kRefusalLabels, sum<std::uint64_t>(workers, &WorkerMetrics::refusals, std::identity{}));
}

template <class Rows, class Cells>
void write_cells(Exposition& to, Workers workers, std::string_view label, const Rows& rows,
                 Cells WorkerMetrics::* cells) {
  for (const auto& row : rows) {
    std::uint64_t total = 0;
    for (const auto& worker : workers) total += ((*worker).*cells).read(row.value);
    const Label labels[] = {{label, row.name}};
    to.sample(labels, total);
  }
}

void write_limits(Exposition& to, Workers workers) {
  to.family("jotgate_limit_hits_total", MetricType::counter,
            "Times a limit was hit, by the key that sets it.");
  write_cells(to, workers, "limit", kLimits, &WorkerMetrics::limit_hits);
  to.family("jotgate_connections_closed_total", MetricType::counter,
            "Connections closed before a request, by what closed them.");
  write_cells(to, workers, "by", kClosings, &WorkerMetrics::closings);
}

void write_certificates(Exposition& to, const ProcessFacts& facts) {
  if (facts.certificates.empty()) return;
  to.family("jotgate_certificate_expiry_timestamp_seconds", MetricType::gauge,
            "When a listener's certificate, or one that it rests on, expires.");
  for (const ProcessFacts::Certificate& certificate : facts.certificates) {
    const Label labels[] = {{"bind", certificate.bind},
                            {"gateway", certificate.gateway},
                            {"listener", certificate.listener}};
    const auto expiry =
        std::chrono::floor<std::chrono::seconds>(certificate.expiry.time_since_epoch()).count();
    to.sample(labels, static_cast<std::uint64_t>(std::max<std::int64_t>(expiry, 0)));
  }
}

void write_process(Exposition& to, const ProcessFacts& facts) {
  to.family("agentgateway_build_info", MetricType::gauge, "The version that runs.");
  const Label tag[] = {{"tag", facts.version}};
  to.sample(tag, 1);
  to.family("agentgateway_config_synchronized", MetricType::gauge,
            "1 when the configuration in the file is the one in use, 0 after a failed reload.");
  to.sample({}, facts.config_synchronized ? 1 : 0);
  to.family("jotgate_access_log_dropped_total", MetricType::counter,
            "Lines of the access log that were lost because its reader was too slow.");
  to.sample({}, facts.access_log_dropped);
}

}  // namespace

std::string Metrics::render(const ProcessFacts& facts) const {
  std::string out;
  Exposition to(out);
  write_process(to, facts);
  write_certificates(to, facts);
  write_requests(to, workers_);
  write_refusals(to, workers_);
  write_connections(to, workers_);
  write_limits(to, workers_);
  write_models(to, workers_);
  return out;
}

}  // namespace jg::telemetry
