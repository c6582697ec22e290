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

// What is there instead of a CRLF.
Verdict judge_line_end(Cursor cursor);

// Good: `cursor` stands behind the CRLF.
inline Verdict read_line_end(Cursor& cursor) {
  if (cursor.end - cursor.at < 2 || cursor.at[0] != '\r' || cursor.at[1] != '\n')
    return judge_line_end(cursor);
  cursor.at += 2;
  return kGood;
}

// Names are lowered in place, values trimmed. `fields` is appended to, up to `max_fields` in all.
Verdict read_field_lines(Cursor& cursor, std::size_t max_fields, Fields& fields,
                         FramingFields& framing);

}  // namespace jg::http::h1
