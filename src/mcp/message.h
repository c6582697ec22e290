// mcp/message.h - one JSON-RPC message, as far as a gateway must understand it to bring it where it
// belongs.
//
// Owner:  self-contained.
// Errors: mcp.malformed for what is no JSON, mcp.invalid_message for JSON that is no JSON-RPC 2.0; the
//         detail never repeats the text.
// Limits: nested 64 deep; kMostBatch messages in one body; numbers that fit 64 bits.
// Spec:   JSON-RPC 2.0; MCP "Messages": an id is text or a whole number, never null.
// Trust:  hostile, from clients and servers alike. A member that is there twice is refused: two
//         readers could see two tools.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "telemetry/record.h"

namespace jg::mcp {

inline constexpr std::size_t kMostBatch = 64;

struct Message {
  enum class Kind : std::uint8_t { request, notification, response };

  Kind kind = Kind::notification;
  std::string text;    // the whole of it, on one line
  std::string id;      // as compact JSON: `7`, `"a"`; empty for a notification
  std::string method;  // empty for a response
  // Of a request: the token that its progress is told under. Of notifications/progress: the one it
  // is about. As compact JSON; empty without.
  std::string progress_token;
  std::string cancelled_id;         // of notifications/cancelled: the request's
  std::string protocol_version;     // of initialize and of the answer to it
  std::string own_version;          // that a request says of itself, in its _meta
  bool tells_capabilities = false;  // there as well
  telemetry::McpSubject subject;    // of a client's; without its target
  std::string client_name;          // of that, where its server knows it by another
  std::string event_id = {};        // of a server's: that of the event it goes out as
  bool is_doubtful = false;         // whom it is for may see another method or subject in it

  bool is_request() const { return kind == Kind::request; }
  bool is_initialize() const { return is_request() && method == "initialize"; }
};

// What one body holds, in order.
struct Batch {
  std::vector<Message> messages;
  bool is_array = false;  // written as one, even of one message

  std::size_t requests() const;
  std::string text() const;  // of the whole
};

Result<Message> parse_message(std::string_view text);
Result<Batch> parse_batch(std::string_view text);

// The answer to the request `id` that it failed; to nobody's when that is empty. `data` is JSON.
Message error_message(std::string_view id, int code, std::string_view says,
                      std::string_view data = {});

}  // namespace jg::mcp
