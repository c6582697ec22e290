// cel/percent.h - percent-encoding, alone and in forms (application/x-www-form-urlencoded).
//
// Errors: only decode_percent() refuses; a form is read as browsers and servers do: a broken escape
//         stands for itself, bytes that are no UTF-8 become U+FFFD.
// Spec:   RFC 3986 section 2; WHATWG URL, section 5.
// Trust:  what is decoded is hostile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jg::cel {

void append_percent(std::string& out, std::string_view text);
std::optional<std::string> decode_percent(std::string_view text);

void append_form(std::string& out, std::string_view text);
std::string decode_form(std::string_view text);

// The pairs of a form or query, in order: `name=value&name=value`.
class FormPairs {
 public:
  explicit FormPairs(std::string_view text) : rest_(text) {}

  // Goes to the next pair; false at the end. A pair without '=' has an empty value.
  bool next();
  std::string_view pair() const { return pair_; }  // as it stands
  std::string name() const { return decode_form(pair_.substr(0, pair_.find('='))); }
  std::string value() const;

 private:
  std::string_view rest_;
  std::string_view pair_;
};

}  // namespace jg::cel
