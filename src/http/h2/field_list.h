// http/h2/field_list.h - the fields of one HEADERS frame, as libnghttp2 takes them.
//
// Owner:  the session; views only, good until the head they came from changes.
// Errors: h2.unwritable_field.
// Spec:   RFC 9113 sections 8.2 and 8.3; RFC 9110 section 8.6 for the length.
// Trust:  every name and value is checked again on its way out: what an HTTP/1.1 reader behind the
//         peer could take for a field's end is an error.
#pragma once

#include <nghttp2/nghttp2.h>

#include <array>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/message.h"

namespace jg::http::h2 {

class FieldList {
 public:
  // Fields that speak of one HTTP/1.1 connection are left out; content-length is written from
  // `body`. Where that has none, the head's own is kept for what answers HEAD and for 304, as it
  // tells of another response's body.
  Result<void> set_response(const ResponseHead& head, const BodyFraming& body,
                            std::string_view request_method);
  // The authority is head.authority; a host field is left out.
  Result<void> set_request(const RequestHead& head, const BodyFraming& body);
  Result<void> set_trailers(const Fields& trailers);

  const nghttp2_nv* data() const { return list_.data(); }
  std::size_t size() const { return list_.size(); }

 private:
  enum class Length : std::uint8_t { drop, keep };
  void add(std::string_view name, std::string_view value);
  Result<void> add_all(const Fields& fields, Length length);
  void add_length(const BodyFraming& body);

  std::vector<nghttp2_nv> list_;
  std::array<char, 3> status_{};
  std::array<char, 20> length_{};
};

}  // namespace jg::http::h2
