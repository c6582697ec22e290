// mcp/multi/relabel.h - changes a message between its client and one of several servers, so that
// each reads its own names.
//
// Thread: any.
// Errors: mcp.unreadable_answer for a server's text that is no message.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "mcp/message.h"

namespace jg::mcp {

struct Labels {
  std::string target;
  bool of_names = true;  // of tools, prompts and resources too, not of ids only
  // The id of the one request that may be answered: none of another server's. Nothing: any.
  std::optional<std::string> answers = {};
};

// What a server says, one message or an array of them, as the client knows it.
Result<std::optional<std::string>> label_message(const Labels& labels, std::string_view text);

// A request of the client with the name of what it is about as its server knows it.
Result<Message> unlabel_request(const Message& message, std::string_view name);

// An answer of the client to a server's request, or progress of it, with the id as the server knows
// it.
Result<Message> unlabel_reply(const Message& message, std::string_view id);

}  // namespace jg::mcp
