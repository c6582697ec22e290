// telemetry/metrics.h - what the gateway counts: cells of each worker, summed when they are read.
//
// Owner:  app; outlives the workers.
// Thread: worker(i) belongs to one thread, which counts without a lock; render() runs on any other.
// Limits: kMaxSeries a family and worker; what comes later is counted under the labels `overflow`.
//         Of series with added labels kMaxAddedSeries (telemetry/series.h).
// Spec:   agentgateway's names and labels, prefix agentgateway_; our own have the prefix jotgate_.
// Trust:  methods outside the registered ones are counted as OTHER, so peers cannot invent series.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "telemetry/exposition.h"
#include "telemetry/process_use.h"
#include "telemetry/record.h"

namespace jg::telemetry {

inline constexpr std::size_t kMaxSeries = 10'000;

class WorkerMetrics;
struct ConnectionCells;

struct ConnectionLabels {
  std::string_view bind;
  std::string_view gateway;
  std::string_view listener;
  std::string_view protocol;  // "http", "https", "tcp", "tls"
};

// Each is called by the worker that the metrics belong to. `added` has a value for each label that
// the configuration adds.
void count(WorkerMetrics& metrics, const Record& record,
           std::span<const std::string_view> added = {});
// Whether values of added labels are counted as `overflow`.
bool has_overflowed(const WorkerMetrics& metrics);
void count_limit(WorkerMetrics& metrics, Limit limit);
void count_closing(WorkerMetrics& metrics, Closing why);
// A connection that was ended for what its client did to it, by a stable code.
void count_fault(WorkerMetrics& metrics, std::string_view code);
void count_tls_handshake(WorkerMetrics& metrics, const ConnectionLabels& labels,
                         std::chrono::nanoseconds took);
// `reason` is a word of the program's, never the peer's.
void count_tls_failure(WorkerMetrics& metrics, std::string_view bind, std::string_view reason);
// For the whole of one connection's life.
ConnectionCells& connection_cells(WorkerMetrics& metrics, const ConnectionLabels& labels);
// `transport` is "plaintext" or "tls".
void count_upstream_connect(WorkerMetrics& metrics, std::string_view transport,
                            std::chrono::nanoseconds took);

// What is known at the time of a scrape and counted elsewhere.
struct ProcessFacts {
  std::string_view version;
  bool config_synchronized = false;  // the last reload was taken
  std::uint64_t reloads_taken = 0;
  std::uint64_t reloads_refused = 0;
  SystemTime config_taken{};  // when the configuration in use was
  std::uint64_t access_log_dropped = 0;
  std::uint64_t operator_log_dropped = 0;
  // When the certificate of each listener with TLS expires, or one that it rests on.
  struct Certificate {
    std::string_view bind, gateway, listener;
    SystemTime expiry;
  };
  std::vector<Certificate> certificates = {};
  // Of each URL that keys are fetched from.
  struct KeySource {
    std::string source;
    std::uint64_t keys = 0;                             // that may be used now
    std::optional<SystemTime> fetched = {};             // when they were last found to be good
    std::map<std::string, std::uint64_t> fetches = {};  // by result
    std::uint64_t unknown_kids = 0;
  };
  std::vector<KeySource> key_sources = {};
  ProcessUse use{};
};

class Metrics {
 public:
  explicit Metrics(unsigned workers, std::vector<std::string> added_labels = {},
                   std::size_t max_series = kMaxSeries);
  ~Metrics();

  WorkerMetrics& worker(unsigned index) { return *workers_[index]; }

  std::string render(const ProcessFacts& facts,
                     ExpositionFormat format = ExpositionFormat::prometheus) const;

 private:
  const std::vector<std::string> added_labels_;
  std::vector<std::unique_ptr<WorkerMetrics>> workers_;
};

}  // namespace jg::telemetry
