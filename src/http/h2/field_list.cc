#include "http/h2/field_list.h"

#include <algorithm>
#include <charconv>

#include "http/grammar.h"
#include "http/h2/block.h"
#include "http/h2/codes.h"
#include "http/method.h"

namespace jg::http::h2 {
namespace {

std::unexpected<Error> unwritable(const char* detail) {
  return fail(Blame::gateway, codes::kUnwritableField, detail);
}

bool is_left_out(std::string_view name) {
  switch (name.size()) {
    case 4: return name == "host";
    case 7: return name == "upgrade";
    case 10: return name == "connection" || name == "keep-alive";
    case 16: return name == "proxy-connection";
    case 17: return name == "transfer-encoding";
    default: return false;
  }
}

std::uint8_t* bytes_of(std::string_view text) {
  // libnghttp2 takes mutable pointers and does not write through them.
  return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
}

}  // namespace

void FieldList::add(std::string_view name, std::string_view value) {
  list_.push_back({bytes_of(name), bytes_of(value), name.size(), value.size(),
                   NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE});
}

Result<void> FieldList::add_all(const Fields& fields, Length length) {
  for (const Field& field : fields) {
    if (is_left_out(field.name)) continue;
    if (length == Length::drop && field.name == "content-length") continue;
    if (!is_lower_token(field.name) || !is_field_value(field.value))
      return unwritable("a byte that would end the field or its name");
    add(field.name, field.value);
  }
  return {};
}

void FieldList::add_length(const BodyFraming& body) {
  if (body.kind != BodyKind::length) return;
  const char* const end =
      std::to_chars(length_.data(), length_.data() + length_.size(), body.length).ptr;
  add("content-length", {length_.data(), end});
}

Result<void> FieldList::set_response(const ResponseHead& head, const BodyFraming& body,
                                     std::string_view request_method) {
  list_.clear();
  if (head.status < 100 || head.status > 599) return unwritable("a status from 100 to 599");
  status_ = {static_cast<char>('0' + head.status / 100),
             static_cast<char>('0' + head.status / 10 % 10),
             static_cast<char>('0' + head.status % 10)};
  add(":status", {status_.data(), status_.size()});
  add_length(body);
  const bool keeps =
      body.kind == BodyKind::none && (request_method == "HEAD" || head.status == 304);
  return add_all(head.fields, keeps ? Length::keep : Length::drop);
}

Result<void> FieldList::set_request(const RequestHead& head, const BodyFraming& body) {
  list_.clear();
  if (!is_token(head.method) || !is_target(head.target) || !is_field_value(head.authority))
    return unwritable("a byte that no request has");
  add(":method", head.method);
  add(":scheme", head.scheme);
  add(":authority", head.authority);
  add(":path", head.target);
  const bool says_none = body.kind == BodyKind::none && usually_has_body(head.method);
  add_length(says_none ? BodyFraming{BodyKind::length, 0} : body);
  return add_all(head.fields, Length::drop);
}

Result<void> FieldList::set_trailers(const Fields& trailers) {
  list_.clear();
  return add_all(trailers, Length::drop);
}

}  // namespace jg::http::h2
