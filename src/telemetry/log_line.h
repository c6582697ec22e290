// telemetry/log_line.h - the fields of one line of a log, in either format, put together in one place
// and appended in few steps.
//
// Names are known when it is compiled, with what stands around them: a line has some fifteen fields,
// and every request has a line.
//
// Owner:  the caller's string. Thread: one; no state between lines.
// Limits: telemetry/escape.h bounds each value.
// Trust:  values are hostile; names are ours and need no escape.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "telemetry/access_log.h"
#include "telemetry/escape.h"
#include "telemetry/plain_text.h"

namespace jg::telemetry {

template <std::size_t kSize>
struct FieldName {
  consteval FieldName(const char (&literal)[kSize]) { std::copy_n(literal, kSize, text); }
  static constexpr std::size_t size() { return kSize - 1; }
  char text[kSize];  // with its NUL
};

template <FieldName kName>
struct FieldTag {};
template <FieldName kName>
inline constexpr FieldTag<kName> field;

template <LogFormat kFormat>
class LogLine {
 public:
  explicit LogLine(std::string& out) : out_(out) {}
  LogLine(const LogLine&) = delete;
  LogLine& operator=(const LogLine&) = delete;
  ~LogLine() { flush(); }

  // As it is.
  void put(std::string_view text) {
    if (text.size() > room()) {
      flush();
      if (text.size() > room()) {
        out_ += text;
        return;
      }
    }
    at_ = std::copy_n(text.data(), text.size(), at_);
  }

  // Nothing when `value` is empty.
  template <FieldName kName>
  void text(FieldTag<kName>, std::string_view value) {
    if (value.empty()) return;
    begin<kName>();
    if (value.size() + kQuotes + kCopySlack <= room()) {
      char* to = at_;
      if constexpr (is_json()) *to++ = '"';
      if (copy_if_plain<is_json() ? Plain::unescaped : Plain::unquoted>(to, value)) {
        at_ = to + value.size();
        if constexpr (is_json()) *at_++ = '"';
        return;
      }
    }
    flush();
    is_json() ? append_quoted(out_, value) : append_value(out_, value);
  }

  template <FieldName kName>
  void number(FieldTag<kName>, std::uint64_t value) {
    begin<kName>();
    put_number(value);
  }

  // One whose name is the configuration's.
  void added(const AddedField& field) {
    put(is_json() ? ",\"" : " ");
    put(field.name);
    put(is_json() ? "\":" : "=");
    if (is_json() && !field.is_text) return put(field.value);
    flush();
    is_json() ? append_quoted(out_, field.value) : append_value(out_, field.value);
  }

  // "12ms".
  template <FieldName kName>
  void milliseconds(FieldTag<kName>, std::uint64_t value) {
    begin<kName>();
    if constexpr (is_json()) put("\"");
    put_number(value);
    put(is_json() ? "ms\"" : "ms");
  }

 private:
  static constexpr std::size_t kBytes = 1024;
  static constexpr std::size_t kQuotes = 2;
  static constexpr std::size_t kDigits = 20;  // of 64 bits

  static constexpr bool is_json() { return kFormat == LogFormat::json; }

  // ` name=` or `,"name":`.
  template <FieldName kName>
  static consteval auto lead() {
    std::array<char, kName.size() + (is_json() ? 4 : 2)> lead{};
    char* to = lead.data();
    if (is_json()) *to++ = ',';
    *to++ = is_json() ? '"' : ' ';
    to = std::copy_n(kName.text, kName.size(), to);
    if (is_json()) *to++ = '"';
    *to = is_json() ? ':' : '=';
    return lead;
  }

  std::size_t room() const { return static_cast<std::size_t>(buffer_ + kBytes - at_); }

  template <FieldName kName>
  void begin() {
    static constexpr auto kLead = lead<kName>();
    if (kLead.size() > room()) flush();
    at_ = std::copy_n(kLead.data(), kLead.size(), at_);
  }

  void put_number(std::uint64_t value) {
    if (kDigits > room()) flush();
    at_ = std::to_chars(at_, at_ + kDigits, value).ptr;
  }

  void flush() {
    out_.append(buffer_, static_cast<std::size_t>(at_ - buffer_));
    at_ = buffer_;
  }

  std::string& out_;
  char buffer_[kBytes];
  char* at_ = buffer_;
};

}  // namespace jg::telemetry
