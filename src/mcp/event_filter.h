// mcp/event_filter.h - changes the messages in a stream of events while its bytes pass by.
//
// Owner:  what take() gives is good until the next call. Thread: one loop.
// Errors: the filter's; mcp.unreadable_answer for an event that is too long. Nothing may come behind it.
// Limits: kMostEvent bytes of an event.
// Spec:   WHATWG HTML, server-sent events. Line ends become LF; names and comments stay.
// Trust:  the server's; an event that does not end is not passed on.
#pragma once

#include <string>
#include <string_view>

#include "mcp/message_filter.h"

namespace jg::mcp {

class EventFilter {
 public:
  static constexpr std::size_t kMostEvent = 8 * 1024 * 1024;

  // `id_label` is put before the ids of events.
  explicit EventFilter(MessageFilter filter, std::string id_label = {})
      : filter_(std::move(filter)), id_label_(std::move(id_label)) {}

  // The next bytes of the stream; gives what of it may go on, which may be nothing yet.
  Result<std::string_view> take(std::string_view bytes);

 private:
  void append(std::string_view bytes);
  Result<void> pass(std::string_view event);

  const MessageFilter filter_;
  const std::string id_label_;
  std::string begun_;  // an event whose end has not come yet, its lines ended by LF
  std::string out_;
  bool after_cr_ = false;     // an LF now belongs to the line end before
  bool is_first_ = true;      // may begin with a byte order mark
  std::size_t searched_ = 0;  // of begun_, for the end of its event
};

}  // namespace jg::mcp
