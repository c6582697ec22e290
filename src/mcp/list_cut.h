// mcp/list_cut.h - leaves items out of the lists that a server's message holds.
//
// By shape, not by the request that is answered: a server may bring an answer by a stream that it was
// not asked on.
//
// Thread: any.
// Errors: mcp.unreadable_answer for what is no message, or has a list that is none.
// Limits: nested 64 deep; numbers that fit 64 bits.
// Trust:  the server's; what cannot be read is not passed on.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "telemetry/record.h"

namespace jg::mcp {

using KeepItem = std::function<bool(telemetry::McpSubject::Kind, std::string_view name)>;

// `text` is a message or an array of them. Gives it without what `keep` does not want, and without
// items that have no name; nothing when all of it stays.
Result<std::optional<std::string>> cut_lists(std::string_view text, const KeepItem& keep);

}  // namespace jg::mcp
