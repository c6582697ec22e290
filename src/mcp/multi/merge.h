// mcp/multi/merge.h - makes one answer of those of several servers.
//
// Thread: any.
// Errors: mcp.invalid_message for a cursor that is none of ours.
// Limits: kLongestCursor bytes of a cursor, a server's own included.
// Trust:  answers are the servers', a cursor is the client's word.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "json/value.h"
#include "mcp/list.h"
#include "mcp/message.h"
#include "mcp/multi/catalog.h"

namespace jg::mcp {

inline constexpr std::size_t kLongestCursor = 16 * 1024;

struct ServerAnswer {
  std::string target;
  json::Document document;  // of a message with a result
  std::size_t bytes = 0;    // of its text

  json::Value result() const;
};

// That a server agreed to.
std::string version_of(const ServerAnswer& initialize);
// The result of initialize: the oldest of the versions, what any of them can, all instructions.
std::string merge_initialize(const std::vector<ServerAnswer>& answers);

// Each server's place in its own list, by its name.
using Cursors = std::map<std::string, std::string, std::less<>>;
// Of a request; nothing when it asks for the first page.
Result<std::optional<Cursors>> read_cursor(std::string_view request);
// Whether this server has more to tell, and from where on; all begin at their first page.
bool has_page(const std::optional<Cursors>& cursors, std::string_view target);
std::optional<std::string> page_of(const std::optional<Cursors>& cursors, std::string_view target);
// The request for `cursor`, or for the first page.
Message with_cursor(const Message& request, const std::optional<std::string>& cursor);

// The result of server/discover: what all of them speak, else as above. Empty when there is no such
// version.
std::string merge_discoveries(const std::vector<ServerAnswer>& answers);

// The result of a list, whose items are labelled already, without those whose names are in `left_out`.
// A version without sessions wants to know how long it holds: not at all.
std::string merge_lists(const std::vector<ServerAnswer>& answers, const List& list,
                        const std::vector<std::string>& left_out = {}, bool is_single = false);
// What the list holds, by its names.
std::vector<Catalog::Item> items_of(const std::vector<ServerAnswer>& answers, const List& list);

// A message with `result`, which is JSON.
std::string answer_text(std::string_view id, std::string_view result);

}  // namespace jg::mcp
