// http/h1/codes.h - every way an HTTP/1 message can be refused.
//
// Errors: the blame is the client's for a request and the upstream's for a response. The status in
//         brackets is what exchange/reply answers a client with; where none is given it is 400.
#pragma once

namespace jg::http::h1::codes {

using Code = const char*;

// Start line.
inline constexpr Code kBadRequestLine = "h1.bad_request_line";  // not method, target, version
inline constexpr Code kBadStatusLine = "h1.bad_status_line";    // not version, status, reason
inline constexpr Code kBadTarget = "h1.bad_target";             // none of the allowed forms
inline constexpr Code kTargetTooLong = "h1.target_too_long";    // [414]
inline constexpr Code kUnsupportedVersion = "h1.unsupported_version";  // [505] not 1.0 or 1.1
inline constexpr Code kConnectRefused = "h1.connect_refused";          // [405]
inline constexpr Code kHttp2Preface = "h1.http2_preface";  // HTTP/2 where HTTP/1 was to come

// Fields.
inline constexpr Code kBadField = "h1.bad_field";             // malformed name or value
inline constexpr Code kBadLineEnd = "h1.bad_line_end";        // CR or LF without the other
inline constexpr Code kFoldedField = "h1.folded_field";       // a line begins with a space
inline constexpr Code kTooManyFields = "h1.too_many_fields";  // [431]
inline constexpr Code kHeadTooLarge = "h1.head_too_large";    // [431]

// Host.
inline constexpr Code kMissingHost = "h1.missing_host";      // HTTP/1.1 without Host
inline constexpr Code kBadHost = "h1.bad_host";              // neither host nor host:port
inline constexpr Code kAmbiguousHost = "h1.ambiguous_host";  // several, or not the target's

// What follows the head.
inline constexpr Code kBadContentLength = "h1.bad_content_length";        // not one number
inline constexpr Code kBadTransferEncoding = "h1.bad_transfer_encoding";  // not one "chunked"
inline constexpr Code kAmbiguousLength = "h1.ambiguous_length";           // framed in two ways
inline constexpr Code kExpectation = "h1.expectation";                    // [417] not 100-continue
inline constexpr Code kBadUpgrade = "h1.bad_upgrade";  // 101 that switches to nothing

// Chunked bodies.
inline constexpr Code kBadChunk = "h1.bad_chunk";  // the size, its line or the CRLF behind the data
inline constexpr Code kChunkExtensionTooLarge = "h1.chunk_extension_too_large";
inline constexpr Code kTrailersTooLarge = "h1.trailers_too_large";

// Writing: what we were about to send could be read as something else.
inline constexpr Code kUnwritableField = "h1.unwritable_field";
inline constexpr Code kUnwritableStartLine = "h1.unwritable_start_line";
inline constexpr Code kUnwritableBody = "h1.unwritable_body";

}  // namespace jg::http::h1::codes
