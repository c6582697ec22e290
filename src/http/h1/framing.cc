#include "http/h1/framing.h"

#include "base/ascii.h"
#include "http/content_length.h"
#include "http/h1/codes.h"

namespace jg::http::h1 {
namespace {

Verdict note_content_length(std::string_view text, FramingFields& fields) {
  if (++fields.content_lengths != 1) return bad(codes::kBadContentLength, "more than one");
  const auto length = parse_content_length(text);
  if (!length) return bad(codes::kBadContentLength, "not one number of at most 63 bits");
  fields.content_length = *length;
  return kGood;
}

// RFC 9112 section 6.3 lets a recipient repair some of what is refused here (equal lengths given
// twice, a length beside chunked); every repair is a reading that another hop may not share.
Verdict decide_body(const FramingFields& fields, Version version, BodyFraming& body) {
  body = {};
  if (fields.transfer_encodings != 0) {
    if (version == Version::http10)
      return bad(codes::kBadTransferEncoding, "Transfer-Encoding in HTTP/1.0");
    if (fields.content_lengths != 0)
      return bad(codes::kAmbiguousLength, "Transfer-Encoding beside Content-Length");
    if (fields.transfer_encodings != 1 || !ascii::iequals(fields.transfer_encoding, "chunked"))
      return bad(codes::kBadTransferEncoding, "not chunked exactly once");
    body.kind = BodyKind::chunked;
    return kGood;
  }
  if (fields.content_lengths != 0) body = {BodyKind::length, fields.content_length};
  return kGood;
}

Persistence decide_persistence(const FramingFields& fields, Version version) {
  const bool keeps = version == Version::http10 ? fields.connection_keep_alive : true;
  return keeps && !fields.connection_close ? Persistence::keep_alive : Persistence::close;
}

void note_connection(std::string_view value, FramingFields& fields) {
  if (ascii::iequals(value, "keep-alive")) {  // what nearly every sender says
    fields.connection_keep_alive = true;
    return;
  }
  fields.connection_close |= list_has(value, "close");
  fields.connection_keep_alive |= list_has(value, "keep-alive");
  fields.connection_upgrade |= list_has(value, "upgrade");
}

// What a status says about the body whatever the fields say (RFC 9112 section 6.3, rules 1 and 2).
Verdict decide_bodiless(const FramingFields& fields, int status, Control& control) {
  const bool has_body_fields = control.body.kind == BodyKind::chunked || control.body.length != 0;
  control.body = {};
  if (status == 101) {
    if (!fields.upgrade || !fields.connection_upgrade)
      return bad(codes::kBadUpgrade, "101 without Upgrade");
    control.upgrades = true;
  }
  // A sender that frames a body where none can be may send one as well; what follows is not to be
  // taken for the next response (RFC 9110 section 8.6, RFC 9112 section 6.1 forbid such fields).
  if (!has_body_fields || status == 304) return kGood;
  if (status < 200) return bad(codes::kAmbiguousLength, "a 1xx response that frames a body");
  control.persistence = Persistence::close;
  return kGood;
}

}  // namespace

Verdict FramingFields::note(std::string_view name, std::string_view value) {
  switch (name.size()) {
    case 4:
      if (name == "host") host = value, ++hosts;
      break;
    case 6:
      if (name == "expect") expect = value, ++expects;
      break;
    case 7:
      if (name == "upgrade") upgrade |= !value.empty();
      break;
    case 10:
      if (name == "connection") note_connection(value, *this);
      break;
    case 14:
      if (name == "content-length") return note_content_length(value, *this);
      // Gateway interfaces that turn '-' into '_' would take this for the length.
      if (name == "content_length") return bad(codes::kBadField, "Content_Length");
      break;
    case 17:
      if (name == "transfer-encoding") transfer_encoding = value, ++transfer_encodings;
      if (name == "transfer_encoding") return bad(codes::kBadField, "Transfer_Encoding");
      break;
    default: break;
  }
  return kGood;
}

Verdict decide_request(const FramingFields& fields, Version version, Control& control) {
  control = {};
  if (const Verdict body = decide_body(fields, version, control.body); !body.good()) return body;
  control.persistence = decide_persistence(fields, version);
  control.upgrades = version == Version::http11 && fields.connection_upgrade && fields.upgrade;
  if (fields.expects == 0) return kGood;
  if (fields.expects != 1 || !ascii::iequals(fields.expect, "100-continue"))
    return bad(codes::kExpectation, "only 100-continue is understood");
  // RFC 9110 section 10.1.1: nothing to wait for in HTTP/1.0 or without a body.
  const bool has_body = control.body.kind == BodyKind::chunked || control.body.length != 0;
  control.expects_continue = version == Version::http11 && has_body;
  return kGood;
}

Verdict decide_response(const FramingFields& fields, Version version, int status,
                        std::string_view request_method, Control& control) {
  control = {};
  if (const Verdict body = decide_body(fields, version, control.body); !body.good()) return body;
  control.persistence = decide_persistence(fields, version);
  if (status < 200 || status == 204 || status == 304)
    return decide_bodiless(fields, status, control);
  if (request_method == "HEAD") {
    control.body = {};
    return kGood;
  }
  if (request_method == "CONNECT" && status < 300) {  // the connection is a tunnel from here on
    control.body = {};
    control.upgrades = true;
    return kGood;
  }
  if (fields.transfer_encodings == 0 && fields.content_lengths == 0)
    control.body.kind = BodyKind::until_close;
  if (control.body.kind == BodyKind::until_close) control.persistence = Persistence::close;
  return kGood;
}

}  // namespace jg::http::h1
