// json/writer.h - writes JSON text member by member, in the order it is told.
//
// Owner:  appends to the caller's string; begin and end calls must balance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/text.h"

namespace jg::json {

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out), start_(out.size()) {}

  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }

  Writer& key(std::string_view name) {
    separate();
    append_quoted(out_, name);
    out_ += ':';
    return *this;
  }
  Writer& raw(std::string_view json) {  // JSON text as it is
    separate();
    out_ += json;
    return *this;
  }
  Writer& text(std::string_view value) {
    separate();
    append_quoted(out_, value);
    return *this;
  }
  Writer& number(std::uint64_t value) { return raw(std::to_string(value)); }

  Writer& member(std::string_view name, std::string_view value) { return key(name).text(value); }
  Writer& member(std::string_view name, std::uint64_t value) { return key(name).number(value); }
  Writer& member_raw(std::string_view name, std::string_view json) { return key(name).raw(json); }

 private:
  // What stands last tells whether a comma is due: a string's own last byte is always its quote.
  void separate() {
    if (out_.size() == start_) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
  }
  Writer& open(char bracket) {
    separate();
    out_ += bracket;
    return *this;
  }
  Writer& close(char bracket) {
    out_ += bracket;
    return *this;
  }

  std::string& out_;
  std::size_t start_;
};

}  // namespace jg::json
