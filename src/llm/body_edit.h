// llm/body_edit.h - changes members at the top of a JSON object and keeps every other byte as it
// was.
//
// Trust:  the text was parsed before; `root` is that parse.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "json/value.h"

namespace jg::llm {

struct BodyEdit {
  enum class When : std::uint8_t { always, absent };  // an override, a default

  std::string member;
  std::string json;  // the value's JSON text
  When when = When::always;
};

// Edits apply in their order, each to what those before it left. Empty when nothing changes.
Result<std::optional<std::string>> edit_body(std::string_view body, json::Value root,
                                             std::span<const BodyEdit> edits);

}  // namespace jg::llm
