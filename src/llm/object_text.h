// llm/object_text.h - the text of one JSON object, taken apart at its top: the names, and where the
// values stand.
//
// Owner:  spans are offsets into the text that was read.
// Errors: llm.invalid_body.
// Limits: kMostMembers at the top, kMostDepth in all.
// Spec:   RFC 8259 to the letter, so that no reader behind us can see another object. What the
//         grammar allows passes: numbers of any size, duplicate names below the top.
// Trust:  hostile. A name that stands twice at the top would let us and the provider read two
//         different requests out of one text, so it is refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace jg::llm {

constexpr std::size_t kMostMembers = 512;
constexpr std::size_t kMostDepth = 128;

struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

struct ObjectText {
  struct Member {
    std::string name;  // decoded
    TextSpan value;
  };
  std::vector<Member> members;  // in the order of the text
  std::size_t close = 0;        // where the object's own '}' stands

  const Member* find(std::string_view name) const;
};

Result<ObjectText> parse_object_text(std::string_view text);

// What a JSON string says; empty for any other value.
std::optional<std::string> parse_string_value(std::string_view json);

}  // namespace jg::llm
