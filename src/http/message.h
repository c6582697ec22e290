// http/message.h - the heads of requests and responses, and how their bodies are delimited.
//
// Owner: views only, see http/fields.h. A head is good until its connection reads the next one.
// Spec:  RFC 9110 sections 6 to 9; RFC 9112 section 6 for the framing.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/fields.h"

namespace jg::http {

enum class Version : std::uint8_t { http10, http11, http2 };

enum class BodyKind : std::uint8_t {
  none,         // no body at all
  length,       // `length` bytes
  chunked,      // chunked coding, trailers possible
  until_close,  // responses only
};

struct BodyFraming {
  BodyKind kind = BodyKind::none;
  std::uint64_t length = 0;
};

struct RequestHead {
  std::string_view method;     // case-sensitive
  std::string_view scheme;     // "http" or "https"; from the connection for origin-form
  std::string_view authority;  // Host field, or the absolute-form target's authority
  std::string_view host;       // of the authority, as it came, without brackets and port
  std::string_view target;     // path and query as received, never empty ("*" for OPTIONS *)
  std::string_view path;       // target up to '?'
  std::string_view query;      // after '?', empty when there is none
  Version version = Version::http11;
  Fields fields;
};

struct ResponseHead {
  int status = 200;
  std::string_view reason;  // may be empty
  Version version = Version::http11;
  Fields fields;
};

}  // namespace jg::http
