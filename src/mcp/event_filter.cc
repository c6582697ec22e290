#include "mcp/event_filter.h"

#include <utility>

namespace jg::mcp {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kEnd = "\n\n";

std::string_view take_line(std::string_view& event) {
  const std::size_t end = event.find('\n');
  const std::string_view line = event.substr(0, end);
  event.remove_prefix(end + 1);
  return line;
}

// Nullopt for a line of another field, and for a comment.
std::optional<std::string_view> value_of(std::string_view field, std::string_view line) {
  if (!line.starts_with(field)) return std::nullopt;
  line.remove_prefix(field.size());
  if (line.empty()) return line;
  if (!line.starts_with(':')) return std::nullopt;
  line.remove_prefix(line.starts_with(": ") ? 2 : 1);
  return line;
}

}  // namespace

Result<std::string_view> EventFilter::take(std::string_view bytes) {
  out_.clear();
  append(bytes);
  std::size_t from = 0;
  for (std::size_t end = begun_.find(kEnd, searched_); end != std::string::npos;
       end = begun_.find(kEnd, from)) {
    if (auto passed = pass(std::string_view(begun_).substr(from, end + 1 - from)); !passed)
      return std::unexpected(std::move(passed.error()));
    from = end + kEnd.size();
  }
  begun_.erase(0, from);
  searched_ = begun_.empty() ? 0 : begun_.size() - 1;
  if (begun_.size() > kMostEvent)
    return fail(Blame::upstream, "mcp.unreadable_answer", "an event of more than 8 MiB");
  return out_;
}

void EventFilter::append(std::string_view bytes) {
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = bytes.find('\r');
    begun_.append(bytes.substr(0, end));
    if (end == std::string_view::npos) break;
    begun_ += '\n';
    after_cr_ = true;
    bytes.remove_prefix(end + 1);
  }
  if (!is_first_ || begun_.size() < kByteOrderMark.size()) return;
  is_first_ = false;
  if (begun_.starts_with(kByteOrderMark)) begun_.erase(0, kByteOrderMark.size());
}

// Each line of `event` has its end; the empty line behind them is not part of it.
Result<void> EventFilter::pass(std::string_view event) {
  std::string data, data_lines, others;
  bool has_id = false;
  for (std::string_view left = event; !left.empty();) {
    const std::string_view line = take_line(left);
    const auto part = value_of("data", line);
    const auto id = id_label_.empty() ? std::nullopt : value_of("id", line);
    has_id |= id.has_value();
    if (part) data.append(data.empty() ? "" : "\n").append(*part);
    if (part)
      data_lines.append(line).append("\n");
    else if (id)
      others.append("id: ").append(id_label_).append(*id).append("\n");
    else
      others.append(line).append("\n");
  }
  std::optional<std::string> changed;
  if (!data.empty()) {
    auto filtered = filter_(data);
    if (!filtered) return std::unexpected(std::move(filtered.error()));
    changed = std::move(*filtered);
  }
  if (changed) data_lines = "data: " + *changed + "\n";
  if (changed || has_id)
    out_.append(others).append(data_lines).append("\n");
  else
    out_.append(event).append("\n");
  return {};
}

}  // namespace jg::mcp
