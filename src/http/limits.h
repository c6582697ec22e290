// http/limits.h - what one client's connection may take: sizes, numbers and times.
//
// Owner:  the port it came in by; a connection keeps those it began with.
// Thread: immutable.
// Limits: these. An absent number and a time of zero do not limit.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "http/h1/head.h"

namespace jg::http {

// Without a value the library's own stands.
struct Http2Limits {
  std::uint32_t streams = 100;                     // at a time
  std::optional<std::uint32_t> stream_window;      // bytes a client may send ahead, a stream
  std::optional<std::uint32_t> connection_window;  // and a connection
  std::optional<std::uint32_t> frame_bytes;
  std::optional<std::uint32_t> header_bytes;            // head.bytes without it
  std::chrono::milliseconds keepalive_interval{0};      // of silence; then a ping
  std::chrono::milliseconds keepalive_timeout{20'000};  // until anything answers it
};

struct ServerLimits {
  h1::HeadLimits head;
  std::optional<std::uint64_t> requests;            // a connection
  std::optional<std::uint64_t> body_bytes;          // of a request
  std::chrono::milliseconds idle_timeout{600'000};  // between requests
  std::chrono::milliseconds head_timeout{30'000};   // from a head's first byte to its last
  std::chrono::milliseconds body_timeout{60'000};   // without a byte of a request's body
  std::chrono::milliseconds write_timeout{60'000};  // without a byte of an answer being taken
  std::chrono::milliseconds connection_time{0};     // then it ends behind the answer under way
  Http2Limits http2;
};

}  // namespace jg::http
