#include "mcp/conversation/history.h"

#include <charconv>

namespace jg::mcp {
namespace {

std::string id_of(std::uint64_t stream, std::uint64_t event) {
  return std::to_string(stream) + "-" + std::to_string(event);
}

struct Point {
  std::uint64_t stream = 0;
  std::uint64_t event = 0;
};

// As id_of() writes it, and not otherwise.
std::optional<Point> parse_id(std::string_view id) {
  Point out;
  const char* const end = id.data() + id.size();
  const auto stream = std::from_chars(id.data(), end, out.stream);
  if (stream.ec != std::errc() || stream.ptr == end) return std::nullopt;
  std::from_chars(stream.ptr + 1, end, out.event);
  if (id_of(out.stream, out.event) != id) return std::nullopt;
  return out;
}

}  // namespace

std::uint64_t History::open() {
  streams_.emplace(++last_stream_, Stream{});
  return last_stream_;
}

std::string History::next_id(std::uint64_t stream) const {
  const auto found = streams_.find(stream);
  return id_of(stream, found == streams_.end() ? 1 : found->second.events + 1);
}

void History::add(std::uint64_t stream, std::string_view text) {
  Stream& to = streams_[stream];
  ++to.events;
  if (text.size() > kMostBytes) return;
  while (kept_.size() == kMost || bytes_ + text.size() > kMostBytes) forget_oldest();
  ++to.kept;
  bytes_ += text.size();
  kept_.push_back({stream, to.events, std::string(text)});
}

void History::forget_oldest() {
  const auto of = streams_.find(kept_.front().stream);
  bytes_ -= kept_.front().text.size();
  kept_.pop_front();
  if (--of->second.kept == 0 && of->second.is_over) streams_.erase(of);
}

void History::end(std::uint64_t stream) {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  found->second.is_over = true;
  if (found->second.kept == 0) streams_.erase(found);
}

std::optional<History::Rest> History::find_rest(std::string_view last_id) const {
  const auto last = parse_id(last_id);
  const auto found = last ? streams_.find(last->stream) : streams_.end();
  if (found == streams_.end() || last->event > found->second.events) return std::nullopt;
  Rest out{last->stream, found->second.is_over, {}};
  for (const Kept& event : kept_)
    if (event.stream == last->stream && event.number > last->event)
      out.events.push_back({id_of(event.stream, event.number), event.text});
  if (out.events.size() != found->second.events - last->event) return std::nullopt;
  return out;
}

}  // namespace jg::mcp
