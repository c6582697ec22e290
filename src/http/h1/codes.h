// http/h1/codes.h - every way an HTTP/1 message can be refused.
//
// Errors: the blame is the client's for a request and the upstream's for a response. The status in
//         brackets is what exchange/reply answers a client with; where none is given it is 400.
#pragma once

namespace jg::http::h1::codes {

// Start line.
inline constexpr const char* kBadRequestLine =
    "h1.bad_request_line";                                           // not method, target, version
inline constexpr const char* kBadStatusLine = "h1.bad_status_line";  // not version, status, reason
inline constexpr const char* kBadTarget = "h1.bad_target";           // none of the allowed forms
inline constexpr const char* kTargetTooLong = "h1.target_too_long";  // [414] over its limit
inline constexpr const char* kUnsupportedVersion =
    "h1.unsupported_version";                                         // [505] not 1.0 or 1.1
inline constexpr const char* kConnectRefused = "h1.connect_refused";  // [405] CONNECT
inline constexpr const char* kHttp2Preface = "h1.http2_preface";      // HTTP/2 on an HTTP/1 reader

// Fields.
inline constexpr const char* kBadField = "h1.bad_field";             // malformed name or value
inline constexpr const char* kBadLineEnd = "h1.bad_line_end";        // CR or LF without the other
inline constexpr const char* kFoldedField = "h1.folded_field";       // a line begins with space
inline constexpr const char* kTooManyFields = "h1.too_many_fields";  // [431] over their limit
inline constexpr const char* kHeadTooLarge = "h1.head_too_large";    // [431] over its limit

// Host.
inline constexpr const char* kMissingHost = "h1.missing_host";      // HTTP/1.1 without Host
inline constexpr const char* kBadHost = "h1.bad_host";              // not host or host:port
inline constexpr const char* kAmbiguousHost = "h1.ambiguous_host";  // several, or not the target's

// What follows the head.
inline constexpr const char* kBadContentLength = "h1.bad_content_length";  // not one number
inline constexpr const char* kBadTransferEncoding =
    "h1.bad_transfer_encoding";                                         // not one "chunked"
inline constexpr const char* kAmbiguousLength = "h1.ambiguous_length";  // two framings at once
inline constexpr const char* kExpectation = "h1.expectation";           // [417] unknown Expect
inline constexpr const char* kBadUpgrade = "h1.bad_upgrade";            // 101 without an upgrade

// Chunked bodies.
inline constexpr const char* kBadChunk = "h1.bad_chunk";  // size or its line malformed
inline constexpr const char* kChunkExtensionTooLarge = "h1.chunk_extension_too_large";
inline constexpr const char* kTrailersTooLarge = "h1.trailers_too_large";

// Writing: what we were about to send could be read as something else.
inline constexpr const char* kUnwritableField = "h1.unwritable_field";
inline constexpr const char* kUnwritableStartLine = "h1.unwritable_start_line";
inline constexpr const char* kUnwritableBody = "h1.unwritable_body";

}  // namespace jg::http::h1::codes
