#include "http/sse.h"

#include <algorithm>

namespace jg::http {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kDefaultName = "message";

}  // namespace

std::optional<SseEvent> SseReader::next(std::string_view& input) {
  if (dispatched_) begin_event();
  while (!input.empty()) {
    if (after_cr_ && input.front() == '\n') input.remove_prefix(1);
    after_cr_ = false;
    const std::size_t end = std::min(input.find_first_of("\r\n"), input.size());
    const std::string_view part = input.substr(0, end);
    if (end == input.size()) {
      if (count(part)) line_.append(part);
      input = {};
      return std::nullopt;
    }
    after_cr_ = input[end] == '\r';
    input.remove_prefix(end + 1);
    if (end_line(part)) return SseEvent{name_.empty() ? kDefaultName : name_, data_};
  }
  return std::nullopt;
}

// False when the event is over its limit: then nothing of it is kept.
bool SseReader::count(std::string_view part) {
  line_began_ |= !part.empty();
  const bool was_over = event_bytes_ > max_event_bytes_;
  if (!was_over) event_bytes_ += part.size();
  if (event_bytes_ <= max_event_bytes_) return true;
  line_.clear();
  data_.clear();
  return false;
}

// True when the line, of which `part` is the last piece, ends an event that is to be handed out.
bool SseReader::end_line(std::string_view part) {
  const bool kept = count(part);
  const bool empty = !line_began_;
  line_began_ = false;
  if (empty) return end_event();
  if (!kept) return false;
  if (line_.empty()) {  // the usual case: the line came in one piece
    take_field(part);
  } else {
    line_.append(part);
    take_field(line_);
    line_.clear();
  }
  return false;
}

void SseReader::take_field(std::string_view line) {
  if (first_line_ && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  first_line_ = false;
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view field = line.substr(0, colon);
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "event") {
    name_ = value;
  } else if (field == "data") {
    if (has_data_) data_ += '\n';
    data_ += value;
    has_data_ = true;
  }
}

bool SseReader::end_event() {
  first_line_ = false;
  const bool over = event_bytes_ > max_event_bytes_;
  if (over) ++skipped_;
  dispatched_ = has_data_ && !over;
  if (!dispatched_) begin_event();
  return dispatched_;
}

void SseReader::begin_event() {
  event_bytes_ = 0;
  name_.clear();
  data_.clear();
  has_data_ = false;
  dispatched_ = false;
}

}  // namespace jg::http
