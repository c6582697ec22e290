// http/h2/error_code.h - why a stream or a connection was ended, as HTTP/2 says it.
//
// Spec: RFC 9113 section 7.
#pragma once

#include <cstdint>
#include <string_view>

namespace jg::http::h2 {

// A peer may send any number; one without a name here means what internal_error means.
enum class ErrorCode : std::uint32_t {
  no_error = 0x0,
  protocol_error = 0x1,
  internal_error = 0x2,
  flow_control_error = 0x3,
  settings_timeout = 0x4,
  stream_closed = 0x5,
  frame_size_error = 0x6,
  refused_stream = 0x7,
  cancel = 0x8,
  compression_error = 0x9,
  connect_error = 0xa,
  enhance_your_calm = 0xb,
  inadequate_security = 0xc,
  http_1_1_required = 0xd,
};

std::string_view to_text(ErrorCode code);  // "PROTOCOL_ERROR"

}  // namespace jg::http::h2
