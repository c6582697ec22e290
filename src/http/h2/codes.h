// http/h2/codes.h - every way an HTTP/2 message or connection can be refused.
//
// Errors: the blame is the client's for a request and the upstream's for a response. The status in
//         brackets is what exchange/reply answers a client with; where none is given it is 400. A
//         message that is malformed (RFC 9113 section 8.1.1) has its stream reset as well.
#pragma once

#include <string_view>

namespace jg::http::h2::codes {

using Code = const char*;

// Heads and trailers.
inline constexpr Code kBadPseudoField = "h2.bad_pseudo_field";  // order, presence, number or value
inline constexpr Code kBadField = "h2.bad_field";               // malformed name or value
inline constexpr Code kConnectionField =
    "h2.connection_field";                                     // connection, te: gzip and the like
inline constexpr Code kBadPath = "h2.bad_path";                // neither a path nor OPTIONS *
inline constexpr Code kTargetTooLong = "h2.target_too_long";   // [414]
inline constexpr Code kConnectRefused = "h2.connect_refused";  // [405]
inline constexpr Code kUnknownProtocol = "h2.unknown_protocol";  // [501] of an extended CONNECT
inline constexpr Code kTooManyFields = "h2.too_many_fields";     // [431]
inline constexpr Code kHeadTooLarge = "h2.head_too_large";       // [431]
inline constexpr Code kTrailersTooLarge = "h2.trailers_too_large";
inline constexpr Code kExpectation = "h2.expectation";  // [417] not 100-continue

// Host.
inline constexpr Code kMissingAuthority = "h2.missing_authority";  // neither :authority nor host
inline constexpr Code kBadAuthority = "h2.bad_authority";          // neither host nor host:port
inline constexpr Code kAmbiguousHost = "h2.ambiguous_host";        // several, or not :authority's

// The body.
inline constexpr Code kBadContentLength = "h2.bad_content_length";  // not one number
inline constexpr Code kLengthMismatch = "h2.length_mismatch";  // the data are not what it promised

// The connection.
inline constexpr Code kBrokenFraming = "h2.broken_framing";  // frames that break RFC 9113
inline constexpr Code kGoingAway = "h2.going_away";          // no new stream may be begun

// Guards that were tripped (http/h2/guards): the connection is ended with ENHANCE_YOUR_CALM.
inline constexpr Code kResetFlood = "h2.reset_flood";
inline constexpr Code kProvokedResetFlood = "h2.provoked_reset_flood";
inline constexpr Code kSettingsFlood = "h2.settings_flood";
inline constexpr Code kPingFlood = "h2.ping_flood";
inline constexpr Code kEmptyFrameFlood = "h2.empty_frame_flood";
inline constexpr Code kWindowFlood = "h2.window_flood";
inline constexpr Code kPriorityFlood = "h2.priority_flood";
inline constexpr Code kContinuationFlood = "h2.continuation_flood";
inline constexpr Code kHeaderBomb = "h2.header_bomb";
inline constexpr Code kLateHeadFlood = "h2.late_head_flood";
inline constexpr Code kOverheadFlood = "h2.overhead_flood";

// Writing: what we were about to send could be read as something else.
inline constexpr Code kUnwritableField = "h2.unwritable_field";

// The others ask for what is not given, or for too much; null is no fault.
inline bool is_malformed(Code code) {
  if (code == nullptr) return false;
  for (const std::string_view other : {kTargetTooLong, kConnectRefused, kUnknownProtocol,
                                       kTooManyFields, kHeadTooLarge, kExpectation})
    if (code == other) return false;
  return true;
}

}  // namespace jg::http::h2::codes
