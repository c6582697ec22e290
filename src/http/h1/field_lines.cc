#include "http/h1/field_lines.h"

#include <string_view>

#include "http/h1/codes.h"
#include "http/h1/scan.h"

namespace jg::http::h1 {
namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }

Verdict read_name(Cursor& cursor, std::string_view& name) {
  char* const begin = cursor.at;
  cursor.at = scan::lower_name(begin, cursor.end);
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at != ':') return bad(codes::kBadField, "a byte that no field name has");
  if (cursor.at == begin) return bad(codes::kBadField, "an empty field name");
  name = {begin, cursor.at};
  ++cursor.at;
  return kGood;
}

Verdict read_value(Cursor& cursor, std::string_view& value) {
  while (cursor.at != cursor.end && is_space(*cursor.at)) ++cursor.at;
  const char* const begin = cursor.at;
  cursor.at += scan::find_value_end(begin, cursor.end) - begin;
  const char* end = cursor.at;
  while (end != begin && is_space(end[-1])) --end;
  value = {begin, end};
  if (cursor.at != cursor.end && *cursor.at != '\r' && *cursor.at != '\n')
    return bad(codes::kBadField, "a control byte in a field value");
  return read_line_end(cursor);
}

}  // namespace

Verdict judge_line_end(Cursor cursor) {
  if (cursor.at == cursor.end) return kIncomplete;
  if (*cursor.at != '\r') return bad(codes::kBadLineEnd, "no CR where a line ends");
  return cursor.end - cursor.at < 2 ? kIncomplete : bad(codes::kBadLineEnd, "CR without LF");
}

Verdict read_field_lines(Cursor& cursor, std::size_t max_fields, Fields& fields,
                         FramingFields& framing) {
  Cursor here = cursor;  // a local one stays in registers
  while (here.at != here.end && *here.at != '\r' && *here.at != '\n') {
    if (is_space(*here.at)) return bad(codes::kFoldedField, "a field line begins with a space");
    if (fields.size() == max_fields) return bad(codes::kTooManyFields, "more fields than allowed");
    std::string_view name;
    std::string_view value;
    if (const Verdict read = read_name(here, name); !read.good()) return read;
    if (const Verdict read = read_value(here, value); !read.good()) return read;
    if (const Verdict noted = framing.note(name, value); !noted.good()) return noted;
    fields.add(name, value);
  }
  const Verdict end = read_line_end(here);
  cursor = here;
  return end;
}

}  // namespace jg::http::h1
