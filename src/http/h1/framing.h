// http/h1/framing.h - decides where a message ends and what becomes of its connection.
//
// Spec:   RFC 9112 sections 6 and 9.3; RFC 9110 sections 7.6.1, 7.8 and 10.1.1.
// Trust:  hostile, and where request smuggling begins: two ways to read a length are an error.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/h1/head.h"
#include "http/h1/verdict.h"

namespace jg::http::h1 {

// The fields that say something about framing or connection, noted while the field lines are read.
struct FramingFields {
  std::string_view host;
  std::string_view transfer_encoding;
  std::string_view expect;
  std::uint64_t content_length = 0;
  unsigned hosts = 0;
  unsigned content_lengths = 0;
  unsigned transfer_encodings = 0;
  unsigned expects = 0;
  bool upgrade = false;           // an Upgrade field that is not empty
  bool connection_close = false;  // options of Connection
  bool connection_keep_alive = false;
  bool connection_upgrade = false;

  // `name` is lower case. Bad for a Content-Length that is no number, and for a name that some
  // readers take for a framing field's.
  Verdict note(std::string_view name, std::string_view value);
};

Verdict decide_request(const FramingFields& fields, Version version, Control& control);
Verdict decide_response(const FramingFields& fields, Version version, int status,
                        std::string_view request_method, Control& control);

}  // namespace jg::http::h1
