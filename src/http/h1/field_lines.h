// http/h1/field_lines.h - reads field lines up to and with the empty line that ends them.
//
// Spec:   RFC 9112 section 5; no obs-fold, no white space before the colon, CRLF only.
// Trust:  hostile.
#pragma once

#include <cstddef>

#include "http/fields.h"
#include "http/h1/framing.h"
#include "http/h1/verdict.h"

namespace jg::http::h1 {

struct Cursor {
  char* at;
  char* end;
};

// Good: `cursor` stands behind the CRLF. Incomplete: `cursor` stands at the end or before it.
Verdict read_line_end(Cursor& cursor);

// Names are lowered in place, values trimmed. `fields` is appended to, up to `max_fields` in all.
Verdict read_field_lines(Cursor& cursor, std::size_t max_fields, Fields& fields,
                         FramingFields& framing);

}  // namespace jg::http::h1
