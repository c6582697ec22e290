#include "http/h1/head.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/ascii.h"
#include "http/h1/codes.h"
#include "http/h1/field_lines.h"
#include "http/h1/framing.h"
#include "http/h1/scan.h"
#include "http/h1/target.h"
#include "http/h1/verdict.h"

namespace jg::http::h1 {
namespace {

constexpr int kMaxLeadingLines = 2;
constexpr std::string_view kVersionShape = "HTTP/#.#";  // '#' is a digit

// True when the bytes that are here can still become a version.
bool fits_version(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (kVersionShape[i] == '#' ? !ascii::is_digit(text[i]) : text[i] != kVersionShape[i])
      return false;
  return true;
}

// `malformed` is the code for text that is no version at all.
Verdict read_version(Cursor& cursor, const char* malformed, Version& version) {
  const auto left = static_cast<std::size_t>(cursor.end - cursor.at);
  const std::string_view text(cursor.at, std::min(left, kVersionShape.size()));
  if (text == "HTTP/1.1") {
    version = Version::http11;
  } else if (text == "HTTP/1.0") {
    version = Version::http10;
  } else if (!fits_version(text)) {
    return bad(malformed, "no HTTP version where one must stand");
  } else if (text.size() < kVersionShape.size()) {
    return kIncomplete;
  } else if (text == "HTTP/2.0") {
    version = Version::http2;
  } else {
    return bad(codes::kUnsupportedVersion, "neither HTTP/1.0 nor HTTP/1.1");
  }
  cursor.at += kVersionShape.size();
  return kGood;
}

Verdict skip_leading_lines(Cursor& cursor) {
  for (int lines = 0; cursor.at != cursor.end && (*cursor.at == '\r' || *cursor.at == '\n');
       ++lines) {
    if (lines == kMaxLeadingLines)
      return bad(codes::kBadRequestLine, "too many empty lines before a request");
    if (const Verdict line = read_line_end(cursor); !line.good()) return line;
  }
  return kGood;
}

Verdict read_method(Cursor& cursor, std::string_view& method) {
  char* const begin = cursor.at;
  cursor.at += scan::find_token_end(begin, cursor.end) - begin;
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at != ' ' || cursor.at == begin)
    return bad(codes::kBadRequestLine, "no method where one must stand");
  method = {begin, cursor.at};
  ++cursor.at;
  return kGood;
}

Verdict read_target(Cursor& cursor, std::size_t max_bytes, std::string_view& target) {
  char* const begin = cursor.at;
  cursor.at += scan::find_target_end(begin, cursor.end) - begin;
  if (static_cast<std::size_t>(cursor.at - begin) > max_bytes)
    return bad(codes::kTargetTooLong, "the target is longer than allowed");
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at != ' ') {
    const bool line_ends = *cursor.at == '\r' || *cursor.at == '\n';
    return line_ends ? bad(codes::kBadRequestLine, "no version behind the target")
                     : bad(codes::kBadTarget, "a byte that no target has");
  }
  target = {begin, cursor.at};
  ++cursor.at;
  return kGood;
}

Verdict read_request_line(Cursor& cursor, const HeadLimits& limits, RequestHead& head) {
  if (const Verdict read = skip_leading_lines(cursor); !read.good()) return read;
  if (const Verdict read = read_method(cursor, head.method); !read.good()) return read;
  if (const Verdict read = read_target(cursor, limits.target_bytes, head.target); !read.good())
    return read;
  if (const Verdict read = read_version(cursor, codes::kBadRequestLine, head.version); !read.good())
    return read;
  if (head.version == Version::http2) {
    // RFC 9113 section 3.4: the preface begins like a request so that such readers as this one
    // refuse it.
    const bool preface = head.method == "PRI" && head.target == "*";
    return preface ? bad(codes::kHttp2Preface, "an HTTP/2 connection preface")
                   : bad(codes::kUnsupportedVersion, "neither HTTP/1.0 nor HTTP/1.1");
  }
  return read_line_end(cursor);
}

Verdict read_request(Cursor& cursor, const HeadLimits& limits, RequestHead& head,
                     Control& control) {
  head.fields.clear();
  FramingFields framing;
  if (const Verdict read = read_request_line(cursor, limits, head); !read.good()) return read;
  if (const Verdict read = read_field_lines(cursor, limits.fields, head.fields, framing);
      !read.good())
    return read;
  if (const Verdict split = split_target(framing, head); !split.good()) return split;
  return decide_request(framing, head.version, control);
}

// Three digits, 100 to 599 (RFC 9110 section 15), then a reason that may be missing with its space.
Verdict read_status(Cursor& cursor, ResponseHead& head) {
  int status = 0;
  for (int i = 0; i < 3; ++i, ++cursor.at) {
    if (cursor.at == cursor.end) return kIncomplete;
    if (!ascii::is_digit(*cursor.at)) return bad(codes::kBadStatusLine, "a status of three digits");
    status = status * 10 + (*cursor.at - '0');
  }
  if (status < 100 || status > 599) return bad(codes::kBadStatusLine, "a status from 100 to 599");
  head.status = status;
  head.reason = {};
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at == '\r' || *cursor.at == '\n') return read_line_end(cursor);
  if (*cursor.at != ' ') return bad(codes::kBadStatusLine, "a space behind the status");
  char* const begin = ++cursor.at;
  cursor.at += scan::find_value_end(begin, cursor.end) - begin;
  head.reason = {begin, cursor.at};
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at != '\r' && *cursor.at != '\n')
    return bad(codes::kBadStatusLine, "a control byte in the reason");
  return read_line_end(cursor);
}

Verdict read_response(Cursor& cursor, const HeadLimits& limits, std::string_view request_method,
                      ResponseHead& head, Control& control) {
  head.fields.clear();
  FramingFields framing;
  if (const Verdict read = read_version(cursor, codes::kBadStatusLine, head.version); !read.good())
    return read;
  if (head.version == Version::http2)
    return bad(codes::kUnsupportedVersion, "neither HTTP/1.0 nor HTTP/1.1");
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at != ' ') return bad(codes::kBadStatusLine, "a space behind the version");
  ++cursor.at;
  if (const Verdict read = read_status(cursor, head); !read.good()) return read;
  if (const Verdict read = read_field_lines(cursor, limits.fields, head.fields, framing);
      !read.good())
    return read;
  return decide_response(framing, head.version, head.status, request_method, control);
}

// A head that arrives in pieces is read again from its start only when a line can have ended: the
// count of lines is bounded, so this stays linear enough, and nothing has to be kept between calls
// that would dangle when the buffer moves.
bool has_news(const char* buffer, std::size_t size, const Progress& progress) {
  if (progress.scanned == 0 || progress.scanned > size) return true;
  const char* const end = buffer + size;
  return scan::find_value_end(buffer + progress.scanned, end) != end;
}

template <class Read>
Result<std::size_t> parse(char* buffer, std::size_t size, const HeadLimits& limits,
                          Progress& progress, Blame blame, const Read& read) {
  if (size < limits.bytes && !has_news(buffer, size, progress)) {
    progress.scanned = size;
    return 0;
  }
  Cursor cursor{buffer, buffer + std::min(size, limits.bytes)};
  const Verdict verdict = read(cursor);
  if (verdict.good()) {
    progress = {};
    return static_cast<std::size_t>(cursor.at - buffer);
  }
  if (!verdict.incomplete()) return verdict.as_error(blame);
  if (size >= limits.bytes)
    return fail(blame, codes::kHeadTooLarge, "the head is larger than allowed");
  progress.scanned = size;
  return 0;
}

}  // namespace

Result<std::size_t> parse_request_head(char* buffer, std::size_t size, const HeadLimits& limits,
                                       Progress& progress, RequestHead& head, Control& control) {
  return parse(buffer, size, limits, progress, Blame::client,
               [&](Cursor& cursor) { return read_request(cursor, limits, head, control); });
}

Result<std::size_t> parse_response_head(char* buffer, std::size_t size, const HeadLimits& limits,
                                        Progress& progress, std::string_view request_method,
                                        ResponseHead& head, Control& control) {
  return parse(buffer, size, limits, progress, Blame::upstream, [&](Cursor& cursor) {
    return read_response(cursor, limits, request_method, head, control);
  });
}

}  // namespace jg::http::h1
