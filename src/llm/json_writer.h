// llm/json_writer.h - writes JSON text member by member, in the order it is told.
//
// Owner:  appends to the caller's string; begin and end calls must balance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/text.h"

namespace jg::llm {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out), start_(out.size()) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& key(std::string_view name) {
    separate();
    json::append_quoted(out_, name);
    out_ += ':';
    return *this;
  }
  JsonWriter& raw(std::string_view json) {  // JSON text as it is
    separate();
    out_ += json;
    return *this;
  }
  JsonWriter& text(std::string_view value) {
    separate();
    json::append_quoted(out_, value);
    return *this;
  }
  JsonWriter& number(std::uint64_t value) { return raw(std::to_string(value)); }

  JsonWriter& member(std::string_view name, std::string_view value) {
    return key(name).text(value);
  }
  JsonWriter& member(std::string_view name, std::uint64_t value) { return key(name).number(value); }
  JsonWriter& member_raw(std::string_view name, std::string_view json) {
    return key(name).raw(json);
  }

 private:
  // What stands last tells whether a comma is due: a string's own last byte is always its quote.
  void separate() {
    if (out_.size() == start_) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
  }
  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    return *this;
  }

  std::string& out_;
  std::size_t start_;
};

}  // namespace jg::llm
