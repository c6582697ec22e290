// llm/body_edit.h - changes members at the top of a JSON object and keeps every other byte as it
// was.
//
// Trust:  the text was read before; `object` says where its members stand.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "llm/object_text.h"

namespace jg::llm {

struct BodyEdit {
  enum class When : std::uint8_t { always, absent };  // an override, a default

  std::string member;
  std::string json;  // the value's JSON text
  When when = When::always;
};

// Edits apply in their order, each to what those before it left. Empty when nothing changes.
std::optional<std::string> edit_body(std::string_view body, const ObjectText& object,
                                     std::span<const BodyEdit> edits);

}  // namespace jg::llm
