// http/sse.h - reads the events of a Server-Sent-Events stream while its bytes pass by.
//
// Owner:  event views are good until the next call.
// Thread: one loop.
// Errors: none: a stream that makes no sense gives no events.
// Limits: the bytes of one event's lines; a larger event is skipped and counted, the next is read.
// Spec:   WHATWG HTML, server-sent events, "interpreting an event stream".
// Trust:  hostile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jg::http {

struct SseEvent {
  std::string_view name;  // "message" where the stream gives none
  std::string_view data;  // lines joined by LF
};

class SseReader {
 public:
  explicit SseReader(std::size_t max_event_bytes = 2 * 1024 * 1024)
      : max_event_bytes_(max_event_bytes) {}

  // Takes bytes off the front of `input` up to the next event's end; nullopt when all are used. To
  // be called until then for every piece of the stream:
  //   while (auto event = reader.next(piece)) use(*event);
  std::optional<SseEvent> next(std::string_view& input);

  std::uint64_t skipped() const { return skipped_; }  // events over the limit
  // Whether one was, or is although its end has not come yet.
  bool has_exceeded() const { return skipped_ > 0 || event_bytes_ > max_event_bytes_; }

 private:
  bool count(std::string_view part);
  bool end_line(std::string_view part);
  void take_field(std::string_view line);
  bool end_event();
  void begin_event();

  std::size_t max_event_bytes_;
  std::uint64_t skipped_ = 0;
  std::size_t event_bytes_ = 0;
  std::string line_;  // the beginning of a line whose end has not come yet
  std::string name_;
  std::string data_;
  bool has_data_ = false;
  bool line_began_ = false;  // some of the current line has come, kept or not
  bool after_cr_ = false;    // an LF now belongs to the line before
  bool first_line_ = true;   // may begin with a byte order mark
  bool dispatched_ = false;  // the last event was handed out: its text goes with the next call
};

}  // namespace jg::http
