// mcp/multi/json_edit.h - writes a JSON text anew with some of its values changed.
//
// Thread: any.
// Limits: those of the document.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace jg::mcp {

// Asked about every value but objects and arrays. `path` is the names of the members that lead there,
// with a star for an element: "result.tools.*.name". Gives the new text, as JSON; nothing to leave it.
using JsonChange =
    std::function<std::optional<std::string>(std::string_view path, json::Value value)>;

// A string as JSON.
std::string json_text(std::string_view text);

std::string edit_json(json::Value root, const JsonChange& change);

}  // namespace jg::mcp
