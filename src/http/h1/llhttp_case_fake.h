// http/h1/llhttp_case_fake.h - one case of the llhttp vectors: its bytes, and what its events say.
//
// A case's log has one event a line: `off=4 len=4 span[url]="/url"`, `off=21 headers complete`,
// `off=22 error code=5 reason="..."`. Spans are cut from the input by offset: the text beside them
// is written with escapes. Only for tests.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/base64.h"
#include "json/value.h"

namespace jg::http::h1 {

struct SeenMessage {
  std::string method;
  std::string url;
  std::string reason;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> fields;  // lower-case name, trimmed value
  std::vector<std::pair<std::string, std::string>> trailers;
  std::string body;
  bool has_head = false;
  bool done = false;

  bool operator==(const SeenMessage&) const = default;
};

struct Seen {
  std::vector<SeenMessage> messages;
  std::string error;  // why no more is read; empty for none
};

class LlhttpCase {
 public:
  explicit LlhttpCase(const json::Value& line)
      : id(text(line, "id")),
        name(text(line, "name")),
        kind(text(line, "kind")),
        type(text(line, "type")),
        input(base64_decode(text(line, "input_b64")).value_or("")) {
    if (const auto log = line.find("log"))
      log->for_each_element([this](json::Value event) { take(event.as_string().value_or("")); });
  }

  bool is_request() const { return type.starts_with("request"); }
  bool is_lenient() const { return type.find("lenient") != std::string::npos; }
  // The concatenated text of all spans of that kind.
  std::string span(std::string_view wanted) const {
    std::string out;
    for (const auto& [span_kind, value] : spans_)
      if (span_kind == wanted) out += value;
    return out;
  }

  std::string id;
  std::string name;
  std::string kind;  // "http" or "url"
  std::string type;  // "request", "response", "request-lenient-..."
  std::string input;
  Seen expected;
  bool pauses_for_upgrade = false;

 private:
  static std::string text(const json::Value& line, std::string_view member) {
    const auto value = line.find(member);
    return std::string(value ? value->as_string().value_or("") : "");
  }

  void take(std::string_view event) {
    if (event.find(" span[") != std::string_view::npos) return take_span(std::string(event));
    if (event.ends_with("message begin")) expected.messages.emplace_back();
    if (const std::size_t at = event.find("error code="); at != std::string_view::npos) {
      // 22 is no error: the bytes that follow are another protocol's.
      if (event.substr(at).starts_with("error code=22 ")) {
        pauses_for_upgrade = true;
      } else {
        expected.error = event.substr(at);
      }
    }
    if (expected.messages.empty()) return;
    SeenMessage& message = expected.messages.back();
    if (event.find("headers complete") != std::string_view::npos) {
      message.has_head = true;
      if (const std::size_t at = event.find("status="); at != std::string_view::npos)
        message.status = std::atoi(std::string(event.substr(at + 7, 3)).c_str());
    }
    if (event.ends_with("message complete")) message.done = true;
  }

  void take_span(const std::string& event) {
    std::size_t offset = 0;
    std::size_t length = 0;
    std::array<char, 40> name_buffer{};
    ASSERT_EQ(std::sscanf(event.c_str(), "off=%zu len=%zu span[%39[^]]", &offset, &length,
                          name_buffer.data()),
              3)
        << event;
    const std::string_view span_kind = name_buffer.data();
    const std::string_view value = std::string_view(input).substr(offset, length);
    const bool continues = !spans_.empty() && spans_.back().first == span_kind;
    spans_.emplace_back(span_kind, value);
    if (expected.messages.empty()) return;
    SeenMessage& message = expected.messages.back();
    auto& fields = message.has_head ? message.trailers : message.fields;
    if (span_kind == "method") message.method += value;
    if (span_kind == "url") message.url += value;
    if (span_kind == "status") message.reason += value;
    if (span_kind == "body") message.body += value;
    if (span_kind == "header_field") {
      if (!continues) fields.emplace_back();
      fields.back().first += ascii::lower(value);
    }
    if (span_kind == "header_value") {
      fields.back().second += value;
      fields.back().second = ascii::trim(fields.back().second);
    }
  }

  std::vector<std::pair<std::string, std::string>> spans_;
};

}  // namespace jg::http::h1
