// telemetry/limit.h - what is counted by name: limits that were hit, connections that were closed
// unserved.
//
// To add a limit: 1. its place in Limit; 2. its row in kLimits, under the key that sets it; 3. a row
// in docs/guide/limits.md; 4. who counts it: a code's row in exchange/refusal.cc or, where nobody is
// answered, whoever enforces it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jg::telemetry {

// A value of an enumeration and what its counter is called.
template <class E>
struct Named {
  E value;
  std::string_view name;
};

template <class E, std::size_t kSize>
constexpr bool is_in_order(const std::array<Named<E>, kSize>& rows) {
  for (std::size_t i = 0; i < kSize; ++i)
    if (rows[i].value != static_cast<E>(i)) return false;
  return true;
}

enum class Limit : std::uint8_t {
  connections,
  connections_per_client,
  descriptors,
  requests_per_connection,
  connection_duration,
  idle_time,
  head_time,
  head_bytes,
  head_fields,
  target_bytes,
  body_time,
  body_bytes,
  buffered_bytes,
  write_time,
  request_time,
  backend_time,
  keepalive_time,
};

inline constexpr auto kLimits = std::to_array<Named<Limit>>({
    {Limit::connections, "connections"},
    {Limit::connections_per_client, "connectionsPerClient"},
    {Limit::descriptors, "descriptors"},
    {Limit::requests_per_connection, "requestsPerConnection"},
    {Limit::connection_duration, "maxConnectionDuration"},
    {Limit::idle_time, "http1IdleTimeout"},
    {Limit::head_time, "headerTimeout"},
    {Limit::head_bytes, "headerBytes"},
    {Limit::head_fields, "http1MaxHeaders"},
    {Limit::target_bytes, "targetBytes"},
    {Limit::body_time, "bodyTimeout"},
    {Limit::body_bytes, "bodyBytes"},
    {Limit::buffered_bytes, "maxBufferSize"},
    {Limit::write_time, "writeTimeout"},
    {Limit::request_time, "requestTimeout"},
    {Limit::backend_time, "backendRequestTimeout"},
    {Limit::keepalive_time, "http2KeepaliveTimeout"},
});
static_assert(is_in_order(kLimits));

// Why a connection was closed before anything was asked, besides limits.
enum class Closing : std::uint8_t { network_rules };

inline constexpr auto kClosings = std::to_array<Named<Closing>>({
    {Closing::network_rules, "networkAuthorization"},
});
static_assert(is_in_order(kClosings));

}  // namespace jg::telemetry
