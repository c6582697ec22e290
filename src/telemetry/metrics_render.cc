// The other half of metrics.h: sums the workers' cells and writes them as text.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>

#include "telemetry/exposition.h"
#include "telemetry/families.h"
#include "telemetry/metrics.h"
#include "telemetry/worker_metrics.h"

namespace jg::telemetry {
namespace {

using Workers = std::span<const std::unique_ptr<WorkerMetrics>>;

void begin(Exposition& to, const Family& family) {
  to.family(family.name, family.type, family.help);
}

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
void add(std::uint64_t& total, std::uint64_t amount) { total += amount; }

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

// Without the labels that differ from request to request of a route.
std::string route_key(std::string_view request_key) {
  std::string key;
  for (const std::string_view name : kRequestLabels) {
    const std::string_view before = request_key;
    take_label(request_key);
    if (std::ranges::find(kRouteLabels, name) != kRouteLabels.end())
      key += before.substr(0, before.size() - request_key.size());
  }
  return key.append(request_key);
}

// The names of a family's labels with those of the configuration behind them.
using Names = std::vector<std::string_view>;

Names names_of(std::span<const std::string_view> own, std::span<const std::string> added) {
  Names out(own.begin(), own.end());
  out.insert(out.end(), added.begin(), added.end());
  return out;
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
  std::array<Label, kMostLabels> labels_;
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
void write_tokens(Exposition& to, Workers workers, const Names& names, std::string_view type,
                  Pick pick) {
  for (const auto& [key, total] : sum<HistogramTotals>(workers, &WorkerMetrics::models, pick)) {
    const Labels labels({"gen_ai_token_type", type}, names, key);
    if (!is_empty(total)) to.histogram(labels, total, 1);
  }
}

void write_requests(Exposition& to, Workers workers, const Names& names) {
  const auto table = &WorkerMetrics::requests;
  begin(to, kRequests);
  write(to, names, sum<std::uint64_t>(workers, table, &RequestCells::requests));
  begin(to, kRetries);
  write(to, names, sum<std::uint64_t>(workers, table, &RequestCells::retries));
  begin(to, kResponseBytes);
  write(to, names, sum<std::uint64_t>(workers, table, &RequestCells::response_bytes));
  begin(to, kRequestDuration);
  write(to, names, sum<HistogramTotals>(workers, table, &RequestCells::duration));
}

template <class Pick>
void write_processing(Exposition& to, Workers workers, const Names& names, Pick pick) {
  std::map<std::string, HistogramTotals> sums;
  for (const auto& worker : workers) {
    worker->requests.for_each([&](std::string_view key, const RequestCells& cells) {
      add(sums[route_key(key)], std::invoke(pick, cells));
    });
  }
  for (const auto& [key, total] : sums)
    if (!is_empty(total)) to.histogram(Labels(names, key), total, kSecond);
}

void write_processing(Exposition& to, Workers workers, const Names& names) {
  begin(to, kRequestProcessing);
  write_processing(to, workers, names, &RequestCells::request_processing);
  begin(to, kResponseProcessing);
  write_processing(to, workers, names, &RequestCells::response_processing);
}

void write_mcp(Exposition& to, Workers workers) {
  begin(to, kMcpRequests);
  write(to, kMcpLabels, sum<std::uint64_t>(workers, &WorkerMetrics::mcp_requests, std::identity{}));
}

void write_models(Exposition& to, Workers workers, const Names& names) {
  const auto table = &WorkerMetrics::models;
  begin(to, kTokenUsage);
  write_tokens(to, workers, names, "input", &ModelCells::input_tokens);
  write_tokens(to, workers, names, "input_cache_read", &ModelCells::cached_input_tokens);
  write_tokens(to, workers, names, "output", &ModelCells::output_tokens);
  begin(to, kModelDuration);
  write(to, names, sum<HistogramTotals>(workers, table, &ModelCells::duration));
  begin(to, kFirstToken);
  write(to, names, sum<HistogramTotals>(workers, table, &ModelCells::first_token));
}

double unix_seconds(SystemTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

std::uint64_t open_connections(const ConnectionCells& cells) {
  const std::uint64_t closed = cells.closed.read(), opened = cells.opened.read();
  return opened > closed ? opened - closed : 0;  // they are not read at the same moment
}

void write_connections(Exposition& to, Workers workers) {
  const auto table = &WorkerMetrics::connections;
  const auto write_sum = [&](auto pick) {
    write(to, kConnectionLabels, sum<std::uint64_t>(workers, table, pick));
  };
  begin(to, kConnections);
  write_sum(&ConnectionCells::opened);
  begin(to, kOpenConnections);
  write_sum(&open_connections);
  begin(to, kReceivedBytes);
  write_sum(&ConnectionCells::received_bytes);
  begin(to, kSentBytes);
  write_sum(&ConnectionCells::sent_bytes);
  begin(to, kHandshakes);
  write(to, kConnectionLabels,
        sum<HistogramTotals>(workers, &WorkerMetrics::tls_handshakes, std::identity{}));
  begin(to, kTlsFailures);
  write(to, kTlsFailureLabels,
        sum<std::uint64_t>(workers, &WorkerMetrics::tls_failures, std::identity{}));
  begin(to, kConnectionFaults);
  write(to, kFaultLabels, sum<std::uint64_t>(workers, &WorkerMetrics::faults, std::identity{}));
}

void write_upstreams(Exposition& to, Workers workers) {
  begin(to, kUpstreamConnects);
  write(to, kTransportLabels,
        sum<HistogramTotals>(workers, &WorkerMetrics::upstream_connects, std::identity{}));
  begin(to, kUpstreamCalls);
  write(to, kCallLabels,
        sum<HistogramTotals>(workers, &WorkerMetrics::upstream_calls, std::identity{}));
}

void write_refusals(Exposition& to, Workers workers) {
  begin(to, kRefusals);
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
  begin(to, kLimitHits);
  write_cells(to, workers, "limit", kLimits, &WorkerMetrics::limit_hits);
  begin(to, kConnectionsClosed);
  write_cells(to, workers, "by", kClosings, &WorkerMetrics::closings);
}

void write_certificates(Exposition& to, const ProcessFacts& facts) {
  if (facts.certificates.empty()) return;
  begin(to, kCertificateExpiry);
  for (const ProcessFacts::Certificate& certificate : facts.certificates) {
    const Label labels[] = {{"bind", certificate.bind},
                            {"gateway", certificate.gateway},
                            {"listener", certificate.listener}};
    const auto expiry =
        std::chrono::floor<std::chrono::seconds>(certificate.expiry.time_since_epoch()).count();
    to.sample(labels, static_cast<std::uint64_t>(std::max<std::int64_t>(expiry, 0)));
  }
}

void write_known_tokens(Exposition& to, Workers workers) {
  const auto write_family = [&](const Family& family, Cell TokenCells::* cell) {
    begin(to, family);
    write(to, kIssuerLabels, sum<std::uint64_t>(workers, &WorkerMetrics::tokens, cell));
  };
  write_family(kKnownTokens, &TokenCells::remembered);
  write_family(kCheckedTokens, &TokenCells::checked);
  write_family(kForgottenTokens, &TokenCells::forgotten);
}

template <class Write>
void write_key_family(Exposition& to, const ProcessFacts& facts, const Family& family,
                      Write write) {
  begin(to, family);
  for (const ProcessFacts::KeySource& source : facts.key_sources) write(source);
}

void write_key_sources(Exposition& to, const ProcessFacts& facts) {
  using Source = ProcessFacts::KeySource;
  if (facts.key_sources.empty()) return;
  write_key_family(to, facts, kKeySetKeys, [&](const Source& one) {
    const Label labels[] = {{"source", one.source}};
    to.sample(labels, one.keys);
  });
  write_key_family(to, facts, kKeySetFetched, [&](const Source& one) {
    const Label labels[] = {{"source", one.source}};
    if (one.fetched) to.sample(labels, unix_seconds(*one.fetched));
  });
  write_key_family(to, facts, kKeySetFetches, [&](const Source& one) {
    for (const auto& [result, count] : one.fetches) {
      const Label labels[] = {{"source", one.source}, {"result", result}};
      to.sample(labels, count);
    }
  });
  write_key_family(to, facts, kUnknownKids, [&](const Source& one) {
    const Label labels[] = {{"source", one.source}};
    to.sample(labels, one.unknown_kids);
  });
}

void write_token_requests(Exposition& to, Workers workers) {
  begin(to, kTokenRequests);
  write(to, kTokenRequestLabels,
        sum<std::uint64_t>(workers, &WorkerMetrics::token_requests, std::identity{}));
  begin(to, kVerifyTimes);
  write(to, kAlgorithmLabels,
        sum<HistogramTotals>(workers, &WorkerMetrics::verify_times, &VerifyTimes::seconds));
}

void write_configuration(Exposition& to, const ProcessFacts& facts) {
  begin(to, kConfigSynchronized);
  to.sample({}, std::uint64_t{facts.config_synchronized ? 1u : 0u});
  begin(to, kConfigReloads);
  const Label taken[] = {{"result", "taken"}}, refused[] = {{"result", "refused"}};
  to.sample(taken, facts.reloads_taken);
  to.sample(refused, facts.reloads_refused);
  begin(to, kConfigTaken);
  to.sample({}, unix_seconds(facts.config_taken));
}

void write_process(Exposition& to, const ProcessFacts& facts) {
  begin(to, kBuildInfo);
  const Label tag[] = {{"tag", facts.version}};
  to.sample(tag, std::uint64_t{1});
  begin(to, kCpu);
  to.sample({}, facts.use.cpu_seconds);
  begin(to, kResident);
  to.sample({}, facts.use.resident_bytes);
  begin(to, kOpenDescriptors);
  to.sample({}, facts.use.open_descriptors);
  begin(to, kMostDescriptors);
  to.sample({}, facts.use.most_descriptors);
  begin(to, kStart);
  to.sample({}, facts.use.start_seconds);
  begin(to, kAccessLogDropped);
  to.sample({}, facts.access_log_dropped);
  begin(to, kOperatorLogDropped);
  to.sample({}, facts.operator_log_dropped);
}

}  // namespace

std::string Metrics::render(const ProcessFacts& facts, ExpositionFormat format) const {
  std::string out;
  Exposition to(out, format);
  write_process(to, facts);
  write_certificates(to, facts);
  write_configuration(to, facts);
  write_requests(to, workers_, names_of(kRequestLabels, added_labels_));
  write_processing(to, workers_, names_of(kRouteLabels, added_labels_));
  write_refusals(to, workers_);
  write_connections(to, workers_);
  write_limits(to, workers_);
  write_upstreams(to, workers_);
  write_mcp(to, workers_);
  write_models(to, workers_, names_of(kModelLabels, added_labels_));
  write_known_tokens(to, workers_);
  write_token_requests(to, workers_);
  write_key_sources(to, facts);
  to.end();
  return out;
}

}  // namespace jg::telemetry
