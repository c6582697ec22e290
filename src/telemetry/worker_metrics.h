// telemetry/worker_metrics.h - the metric families of one worker: their labels, buckets and cells.
//
// Owner:  telemetry/metrics.h.
// Thread: telemetry/series.h.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "telemetry/counts.h"
#include "telemetry/series.h"

namespace jg::telemetry {

// Buckets of durations are in nanoseconds.
inline constexpr std::uint64_t kMicro = 1'000, kMilli = 1'000'000, kSecond = 1'000'000'000;

inline constexpr auto kRequestBounds = std::to_array<std::uint64_t>(
    {1 * kMilli, 5 * kMilli, 10 * kMilli, 25 * kMilli, 50 * kMilli, 100 * kMilli, 250 * kMilli,
     500 * kMilli, 1 * kSecond, 2500 * kMilli, 5 * kSecond, 10 * kSecond, 30 * kSecond,
     80 * kSecond});
// What the gateway itself takes.
inline constexpr auto kProcessingBounds = std::to_array<std::uint64_t>(
    {50 * kMicro, 100 * kMicro, 250 * kMicro, 500 * kMicro, 1 * kMilli, 2500 * kMicro, 5 * kMilli,
     10 * kMilli, 50 * kMilli, 250 * kMilli});
inline constexpr auto kConnectBounds = std::to_array<std::uint64_t>(
    {500 * kMicro, 1500 * kMicro, 4300 * kMicro, 12600 * kMicro, 36800 * kMicro, 108 * kMilli,
     316 * kMilli, 924 * kMilli, 2710 * kMilli, 8 * kSecond});
inline constexpr auto kTokenBounds = std::to_array<std::uint64_t>(
    {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864});
inline constexpr auto kModelBounds = std::to_array<std::uint64_t>(
    {10 * kMilli, 20 * kMilli, 40 * kMilli, 80 * kMilli, 160 * kMilli, 320 * kMilli, 640 * kMilli,
     1280 * kMilli, 2560 * kMilli, 5120 * kMilli, 10240 * kMilli, 20480 * kMilli, 40960 * kMilli,
     81920 * kMilli});
inline constexpr auto kFirstTokenBounds = std::to_array<std::uint64_t>(
    {1 * kMilli, 5 * kMilli, 10 * kMilli, 20 * kMilli, 40 * kMilli, 60 * kMilli, 80 * kMilli,
     100 * kMilli, 250 * kMilli, 500 * kMilli, 750 * kMilli, 1 * kSecond, 2500 * kMilli,
     5 * kSecond, 7500 * kMilli, 10 * kSecond});

inline constexpr auto kVerifyBounds = std::to_array<std::uint64_t>(
    {10 * kMicro, 25 * kMicro, 50 * kMicro, 100 * kMicro, 250 * kMicro, 500 * kMicro, 1 * kMilli,
     2500 * kMicro, 5 * kMilli, 10 * kMilli});

struct RequestCells {
  Cell requests;
  Cell retries;
  Cell response_bytes;
  Histogram<kRequestBounds> duration;
  Histogram<kProcessingBounds> request_processing;
  Histogram<kProcessingBounds> response_processing;
};

struct ModelCells {
  Histogram<kTokenBounds> input_tokens;
  Histogram<kTokenBounds> cached_input_tokens;
  Histogram<kTokenBounds> output_tokens;
  Histogram<kModelBounds> duration;
  Histogram<kFirstTokenBounds> first_token;
};

struct ConnectionCells {
  Cell opened;
  Cell closed;
  Cell received_bytes;
  Cell sent_bytes;
};

// Of the tokens of one issuer.
struct TokenCells {
  Cell remembered;  // the signature had been checked before
  Cell checked;
  Cell forgotten;  // others gave way to them
};

// Of signatures of one algorithm, good and bad.
struct VerifyTimes {
  Histogram<kVerifyBounds> seconds;
};

class WorkerMetrics {
 public:
  // With so many labels that the configuration adds.
  WorkerMetrics(std::size_t max_series, std::size_t of_configuration)
      : added_labels(of_configuration),
        requests(max_series),
        models(max_series),
        mcp_requests(max_series),
        connections(max_series),
        tls_handshakes(max_series),
        tls_failures(max_series),
        upstream_connects(max_series),
        upstream_calls(max_series),
        refusals(max_series),
        faults(max_series),
        tokens(max_series),
        token_requests(max_series),
        verify_times(max_series) {}

  const std::size_t added_labels;  // of the requests and models
  SeriesTable<RequestCells> requests;
  SeriesTable<ModelCells> models;
  SeriesTable<Cell> mcp_requests;
  SeriesTable<ConnectionCells> connections;
  SeriesTable<Histogram<kConnectBounds>> tls_handshakes;  // that ended well
  SeriesTable<Cell> tls_failures;
  SeriesTable<Histogram<kConnectBounds>> upstream_connects;
  SeriesTable<Histogram<kRequestBounds>> upstream_calls;
  SeriesTable<Cell> refusals;
  SeriesTable<Cell> faults;  // of connections
  LimitHits limit_hits;
  Closings closings;
  SeriesTable<TokenCells> tokens;
  SeriesTable<Cell> token_requests;
  SeriesTable<VerifyTimes> verify_times;
};

}  // namespace jg::telemetry
