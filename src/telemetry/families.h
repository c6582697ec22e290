// telemetry/families.h - every metric that the gateway has, once: its name, kind, labels and
// meaning.
//
// Spec: agentgateway's names and labels, prefix agentgateway_; ours have the prefix jotgate_; what
//       every process tells has Prometheus' own names.
// To add one: 1. its cells in worker_metrics.h; 2. a constant and its place in kFamilies here;
// 3. a line in metrics_render.cc; 4. `./dev reference`. To remove one: the same places.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "telemetry/exposition.h"

namespace jg::telemetry {

// The names of the labels, in the order in which count() gives their values.
inline constexpr auto kRequestLabels =
    std::to_array<std::string_view>({"backend", "protocol", "method", "status", "reason", "bind",
                                     "gateway", "listener", "route", "route_rule"});
inline constexpr auto kRouteLabels = std::to_array<std::string_view>(
    {"backend", "bind", "gateway", "listener", "route", "route_rule"});
inline constexpr auto kMcpLabels =
    std::to_array<std::string_view>({"method", "resource_type", "server", "resource", "bind",
                                     "gateway", "listener", "route", "route_rule"});
inline constexpr auto kModelLabels = std::to_array<std::string_view>(
    {"gen_ai_operation_name", "gen_ai_system", "gen_ai_request_model", "gen_ai_response_model",
     "bind", "gateway", "listener", "route", "route_rule"});
inline constexpr auto kTokenLabels = std::to_array<std::string_view>(
    {"gen_ai_token_type", "gen_ai_operation_name", "gen_ai_system", "gen_ai_request_model",
     "gen_ai_response_model", "bind", "gateway", "listener", "route", "route_rule"});
inline constexpr auto kConnectionLabels =
    std::to_array<std::string_view>({"bind", "gateway", "listener", "protocol"});
inline constexpr auto kTlsFailureLabels = std::to_array<std::string_view>({"bind", "reason"});
inline constexpr auto kFaultLabels = std::to_array<std::string_view>({"code"});
inline constexpr auto kCertificateLabels =
    std::to_array<std::string_view>({"bind", "gateway", "listener"});
inline constexpr auto kTransportLabels = std::to_array<std::string_view>({"transport"});
inline constexpr auto kCallLabels = std::to_array<std::string_view>({"kind", "subtype"});
inline constexpr auto kRefusalLabels = std::to_array<std::string_view>({"code", "route"});
inline constexpr auto kLimitLabels = std::to_array<std::string_view>({"limit"});
inline constexpr auto kClosingLabels = std::to_array<std::string_view>({"by"});
inline constexpr auto kIssuerLabels = std::to_array<std::string_view>({"issuer"});
inline constexpr auto kTokenRequestLabels =
    std::to_array<std::string_view>({"issuer", "route", "result", "reason"});
inline constexpr auto kAlgorithmLabels = std::to_array<std::string_view>({"algorithm"});
inline constexpr auto kTagLabels = std::to_array<std::string_view>({"tag"});
inline constexpr auto kResultLabels = std::to_array<std::string_view>({"result"});
inline constexpr auto kSourceLabels = std::to_array<std::string_view>({"source"});
inline constexpr auto kFetchLabels = std::to_array<std::string_view>({"source", "result"});

// Behind the labels of requests, processing and models: those of the configuration.
inline constexpr std::size_t kMostAddedLabels = 16;
inline constexpr std::size_t kMostLabels = 10 + kMostAddedLabels;
static_assert(kRequestLabels.size() <= 10 && kTokenLabels.size() <= 10);

struct Family {
  std::string_view name;
  MetricType type;
  std::span<const std::string_view> labels;
  std::string_view help;
};

inline constexpr Family kBuildInfo{"agentgateway_build_info", MetricType::gauge, kTagLabels,
                                   "The version that runs."};
inline constexpr Family kKnownTokens{"jotgate_jwt_cache_hits_total", MetricType::counter,
                                     kIssuerLabels,
                                     "Tokens whose signature was known from an earlier request."};
inline constexpr Family kCheckedTokens{"jotgate_jwt_cache_misses_total", MetricType::counter,
                                       kIssuerLabels, "Tokens whose signature had to be checked."};
inline constexpr Family kForgottenTokens{
    "jotgate_jwt_cache_evictions_total", MetricType::counter, kIssuerLabels,
    "Known tokens that were forgotten to make room for one of this issuer."};
inline constexpr Family kKeySetKeys{"jotgate_jwks_keys", MetricType::gauge, kSourceLabels,
                                    "Keys from a URL that may be used now."};
inline constexpr Family kKeySetFetched{
    "jotgate_jwks_fetched_timestamp_seconds", MetricType::gauge, kSourceLabels,
    "When the keys from a URL were last found to be good, in seconds since 1970."};
inline constexpr Family kKeySetFetches{
    "jotgate_jwks_fetches_total", MetricType::counter, kFetchLabels,
    "Fetches of keys, by what came of them: changed, unchanged, or the code of a failure."};
inline constexpr Family kUnknownKids{"jotgate_jwks_unknown_kids_total", MetricType::counter,
                                     kSourceLabels,
                                     "Tokens that named a key which was not among a URL's."};
inline constexpr Family kTokenRequests{
    "jotgate_jwt_requests_total", MetricType::counter, kTokenRequestLabels,
    "Requests that a jwtAuth accepted, refused or passed on with nobody known, by the code of the "
    "cause; without route where it stands before routing, without issuer where none was chosen."};
inline constexpr Family kVerifyTimes{"jotgate_jwt_verify_duration_seconds", MetricType::histogram,
                                     kAlgorithmLabels,
                                     "Time to check a signature that was not known yet."};
inline constexpr Family kConfigSynchronized{
    "agentgateway_config_synchronized",
    MetricType::gauge,
    {},
    "1 when the configuration in the file is the one in use, 0 after a failed reload."};
inline constexpr Family kConfigReloads{
    "jotgate_config_reloads_total", MetricType::counter, kResultLabels,
    "Loads of the configuration after the one at start, by whether it was taken or refused."};
inline constexpr Family kConfigTaken{
    "jotgate_config_taken_timestamp_seconds",
    MetricType::gauge,
    {},
    "When the configuration in use was taken, in seconds since 1970."};
inline constexpr Family kRequests{"agentgateway_requests_total", MetricType::counter,
                                  kRequestLabels, "Requests answered."};
inline constexpr Family kRetries{"agentgateway_retries_total", MetricType::counter, kRequestLabels,
                                 "Calls to an upstream that repeated one that had failed."};
inline constexpr Family kResponseBytes{"agentgateway_response_bytes_total", MetricType::counter,
                                       kRequestLabels, "Bytes of response bodies sent to clients."};
inline constexpr Family kRequestDuration{"agentgateway_request_duration_seconds",
                                         MetricType::histogram, kRequestLabels,
                                         "Time from a request's head to the end of its answer."};
inline constexpr Family kRequestProcessing{
    "agentgateway_request_processing_seconds", MetricType::histogram, kRouteLabels,
    "Time from a request's head until its backend was called: policies and routing."};
inline constexpr Family kResponseProcessing{
    "agentgateway_response_processing_seconds", MetricType::histogram, kRouteLabels,
    "Time from the head of a backend's answer until the answer to the client began."};
inline constexpr Family kRefusals{"jotgate_refusals_total", MetricType::counter, kRefusalLabels,
                                  "Requests refused or failed, by the stable code of the cause."};
inline constexpr Family kLimitHits{"jotgate_limit_hits_total", MetricType::counter, kLimitLabels,
                                   "Times a limit was hit, by the key that sets it."};
inline constexpr Family kConnectionsClosed{
    "jotgate_connections_closed_total", MetricType::counter, kClosingLabels,
    "Connections closed before a request, by what closed them."};
inline constexpr Family kConnections{"agentgateway_downstream_connections_total",
                                     MetricType::counter, kConnectionLabels,
                                     "Connections accepted from clients."};
inline constexpr Family kOpenConnections{"jotgate_downstream_connections", MetricType::gauge,
                                         kConnectionLabels,
                                         "Connections of clients that are open."};
inline constexpr Family kReceivedBytes{"agentgateway_downstream_received_bytes_total",
                                       MetricType::counter, kConnectionLabels,
                                       "Bytes received from clients, as they are on the wire."};
inline constexpr Family kSentBytes{"agentgateway_downstream_sent_bytes_total", MetricType::counter,
                                   kConnectionLabels,
                                   "Bytes sent to clients, as they are on the wire."};
inline constexpr Family kHandshakes{"agentgateway_tls_handshake_duration_seconds",
                                    MetricType::histogram, kConnectionLabels,
                                    "Time a TLS handshake with a client took."};
inline constexpr Family kTlsFailures{"jotgate_tls_handshake_failures_total", MetricType::counter,
                                     kTlsFailureLabels,
                                     "TLS handshakes with clients that failed, by cause."};
inline constexpr Family kConnectionFaults{
    "jotgate_connection_faults_total", MetricType::counter, kFaultLabels,
    "Connections ended for what their client did to them, by the stable code of the cause."};
inline constexpr Family kCertificateExpiry{
    "jotgate_certificate_expiry_timestamp_seconds", MetricType::gauge, kCertificateLabels,
    "When a listener's certificate, or one that it rests on, expires."};
inline constexpr Family kUpstreamConnects{"agentgateway_upstream_connect_duration_seconds",
                                          MetricType::histogram, kTransportLabels,
                                          "Time to connect to an upstream."};
inline constexpr Family kUpstreamCalls{
    "agentgateway_upstream_call_duration_seconds", MetricType::histogram, kCallLabels,
    "Time from a call to an upstream to the head of its answer."};
inline constexpr Family kMcpRequests{
    "agentgateway_mcp_requests_total", MetricType::counter, kMcpLabels,
    "Messages of MCP; those that were answered name the tool or prompt as their resource."};
inline constexpr Family kTokenUsage{"agentgateway_gen_ai_client_token_usage", MetricType::histogram,
                                    kTokenLabels, "Tokens a call to a model used."};
inline constexpr Family kModelDuration{"agentgateway_gen_ai_server_request_duration",
                                       MetricType::histogram, kModelLabels,
                                       "Seconds a call to a model took."};
inline constexpr Family kFirstToken{"agentgateway_gen_ai_server_time_to_first_token",
                                    MetricType::histogram, kModelLabels,
                                    "Seconds until a model's first token."};
inline constexpr Family kAccessLogDropped{
    "jotgate_access_log_dropped_total",
    MetricType::counter,
    {},
    "Lines of the access log that were lost because its reader was too slow or gone."};
inline constexpr Family kOperatorLogDropped{
    "jotgate_log_dropped_total",
    MetricType::counter,
    {},
    "Lines of the gateway's own log that were lost because its reader was too slow or gone."};
inline constexpr Family kCpu{
    "process_cpu_seconds_total", MetricType::counter, {}, "User and system time spent."};
inline constexpr Family kResident{
    "process_resident_memory_bytes", MetricType::gauge, {}, "Memory in use."};
inline constexpr Family kOpenDescriptors{
    "process_open_fds", MetricType::gauge, {}, "Open descriptors."};
inline constexpr Family kMostDescriptors{
    "process_max_fds", MetricType::gauge, {}, "The most descriptors that may be open."};
inline constexpr Family kStart{"process_start_time_seconds",
                               MetricType::gauge,
                               {},
                               "When the process started, in seconds since 1970."};

// As the reference shows them.
inline constexpr auto kFamilies = std::to_array<const Family*>({&kRequests,
                                                                &kRequestDuration,
                                                                &kRequestProcessing,
                                                                &kResponseProcessing,
                                                                &kResponseBytes,
                                                                &kRetries,
                                                                &kRefusals,
                                                                &kLimitHits,
                                                                &kConnectionsClosed,
                                                                &kConnections,
                                                                &kOpenConnections,
                                                                &kReceivedBytes,
                                                                &kSentBytes,
                                                                &kHandshakes,
                                                                &kTlsFailures,
                                                                &kConnectionFaults,
                                                                &kCertificateExpiry,
                                                                &kUpstreamConnects,
                                                                &kUpstreamCalls,
                                                                &kMcpRequests,
                                                                &kTokenUsage,
                                                                &kModelDuration,
                                                                &kFirstToken,
                                                                &kKnownTokens,
                                                                &kCheckedTokens,
                                                                &kForgottenTokens,
                                                                &kTokenRequests,
                                                                &kVerifyTimes,
                                                                &kKeySetKeys,
                                                                &kKeySetFetched,
                                                                &kKeySetFetches,
                                                                &kUnknownKids,
                                                                &kConfigSynchronized,
                                                                &kConfigReloads,
                                                                &kConfigTaken,
                                                                &kAccessLogDropped,
                                                                &kOperatorLogDropped,
                                                                &kBuildInfo,
                                                                &kCpu,
                                                                &kResident,
                                                                &kOpenDescriptors,
                                                                &kMostDescriptors,
                                                                &kStart});

}  // namespace jg::telemetry
