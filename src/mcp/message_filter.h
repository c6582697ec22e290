// mcp/message_filter.h - the contract of whatever changes messages of a server on their way.
//
// Thread: the exchange's loop.
// Errors: mcp.unreadable_answer for a text that is no message.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace jg::mcp {

// Of one message or an array of them: its new text on one line, nothing when it stays as it is.
using MessageFilter = std::function<Result<std::optional<std::string>>(std::string_view text)>;

}  // namespace jg::mcp
