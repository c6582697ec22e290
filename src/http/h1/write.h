// http/h1/write.h - writes heads and chunk frames into a growing output buffer.
//
// Errors: h1.unwritable_start_line, h1.unwritable_field, h1.unwritable_body; `out` stays as it was.
// Spec:   RFC 9112 sections 3, 4, 5, 7.1; RFC 9110 sections 7.6.1 and 8.6.
// Trust:  every name and value is checked again on its way out: a CR, LF or NUL in one is an error,
//         never a new field; values that came through our own parser cannot contain them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/h1/head.h"
#include "http/message.h"

namespace jg::http::h1 {

// What a response answers: decides how "no body" is said, and how a connection is kept.
struct Answered {
  std::string_view method = "GET";
  Version version = Version::http11;
};

// Append the head as HTTP/1.1, with the framing fields (content-length or transfer-encoding) that
// `control.body` asks for; such fields and Connection, Keep-Alive and Proxy-Connection in
// `head.fields` are not written. Persistence::close adds "connection: close". With
// `control.upgrades` set, "connection: upgrade" is written; without it an Upgrade field is dropped
// too.
//
// A request's Host is head.authority, or the Host field where that is empty. One without body says
// "content-length: 0" when its method usually has one.
Result<void> write_request_head(std::string& out, const RequestHead& head, const Control& control);

// No body (BodyKind::none) is said as "content-length: 0", except: to HEAD and in a 304 a
// Content-Length in `head.fields` is kept, as it tells of another response's body; 1xx and 204
// never have one. A body until close closes whatever `control.persistence` says; HTTP/1.0 clients
// get no chunked body.
Result<void> write_response_head(std::string& out, const ResponseHead& head, const Control& control,
                                 const Answered& request = {});

void write_chunk(std::string& out,
                 std::string_view data);  // nothing for empty data: that would end the body
// `trailers` may be null: none.
Result<void> write_last_chunk(std::string& out, const Fields* trailers);

}  // namespace jg::http::h1
