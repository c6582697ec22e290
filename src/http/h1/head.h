// http/h1/head.h - reads one request or response head from bytes, strictly.
//
// Owner:  the head's views point into the caller's buffer, which must not move while they are used.
// Errors: h1.* codes (http/h1/codes.h); after one, nothing more on that connection can be trusted.
// Limits: HeadLimits.
// Spec:   RFC 9112 sections 2 to 7 and 9; RFC 9110 section 5.
// Trust:  bytes are hostile; a message two readers could read differently is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "http/message.h"

namespace jg::http::h1 {

struct HeadLimits {
  std::size_t bytes = 64 * 1024;  // start line and fields together
  std::size_t fields = 100;
  std::size_t target_bytes = 16 * 1024;
};

enum class Persistence : std::uint8_t { keep_alive, close };

// What a head says about its message and connection beyond its fields.
struct Control {
  BodyFraming body;
  Persistence persistence = Persistence::keep_alive;
  bool expects_continue = false;  // Expect: 100-continue (HTTP/1.1 only)
  bool upgrades = false;          // Connection: upgrade with an Upgrade field (HTTP/1.1 only)
};

// Where a search for the head's end left off, so that bytes arriving one by one do not cost the
// square.
struct Progress {
  std::size_t scanned = 0;
};

// Reads a head at the start of `buffer`. Field names are lowered in place. Returns the bytes it
// took, 0 when the head is not complete yet (and within limits); `head` and `control` mean
// something only when it is. A fault may be reported before its line has ended, and is once it has.
// Leading CRLFs before a request are skipped, at most 2 (RFC 9112 section 2.2). head.scheme stays
// empty unless the target has one.
Result<std::size_t> parse_request_head(char* buffer, std::size_t size, const HeadLimits& limits,
                                       Progress& progress, RequestHead& head, Control& control);

// `request_method` decides whether a body follows (RFC 9112 section 6.3). A 1xx other than 101 has
// no body and is followed by another head. A 101 with its upgrade, and a 2xx to CONNECT, set
// `upgrades`.
Result<std::size_t> parse_response_head(char* buffer, std::size_t size, const HeadLimits& limits,
                                        Progress& progress, std::string_view request_method,
                                        ResponseHead& head, Control& control);

}  // namespace jg::http::h1
