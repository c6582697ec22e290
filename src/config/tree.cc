#include "config/tree.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "config/document.h"
#include "json/text.h"

namespace jg::config {
namespace {

bool is_simple_key(std::string_view key) {
  if (key.empty() || key.size() > 64) return false;
  return std::ranges::all_of(key,
                             [](char c) { return ascii::is_alnum(c) || c == '_' || c == '-'; });
}

// How many bytes of source, standing at its front, make one byte of the text; 0 when that is not
// one to one.
std::size_t plain_step(std::string_view) { return 1; }

std::size_t single_quoted_step(std::string_view rest) { return rest.starts_with("''") ? 2 : 1; }

std::size_t double_quoted_step(std::string_view rest) {
  if (!rest.starts_with('\\')) return 1;
  constexpr std::string_view kOneByteEscapes = "0abtnvfre \"/\\\t";
  return rest.size() > 1 && kOneByteEscapes.find(rest[1]) != std::string_view::npos ? 2 : 0;
}

// The place of text[offset] in `source`, a single-line scalar without its quotes; empty when it
// spans lines.
std::optional<std::size_t> walk_line(std::string_view source, std::size_t offset,
                                     std::size_t (*step)(std::string_view)) {
  std::size_t at = 0;
  for (std::size_t n = 0; n < offset; ++n) {
    const std::size_t bytes = at < source.size() ? step(source.substr(at)) : 0;
    if (bytes == 0) return std::nullopt;
    at += bytes;
  }
  return at;
}

// From the root's child down to the node itself.
std::vector<std::uint32_t> way_to(const Tree& tree, std::uint32_t node) {
  std::vector<std::uint32_t> way;
  for (std::uint32_t at = node; at != kNoNode && tree.nodes[at].parent != kNoNode;
       at = tree.nodes[at].parent)
    way.push_back(at);
  std::ranges::reverse(way);
  return way;
}

bool is_element(const Tree& tree, const Record& record) {
  return tree.nodes[record.parent].value.kind == Kind::list;
}

std::string_view name_of(const Tree& tree, const Record& record) {
  for (std::uint32_t at = record.first_child; at != kNoNode; at = tree.nodes[at].next_sibling)
    if (tree.nodes[at].key == "name") return tree.nodes[at].text;
  return {};
}

}  // namespace

void append_key(std::string& path, std::string_view key) {
  if (is_simple_key(key)) {
    if (!path.empty()) path += '.';
    path += key;
  } else {
    path += "[" + quoted(key) + "]";
  }
}

std::string Tree::path_of(std::uint32_t node) const {
  std::string path;
  for (const std::uint32_t at : way_to(*this, node)) {
    const Record& record = nodes[at];
    if (is_element(*this, record)) {
      path += "[" + std::to_string(record.position) + "]";
    } else {
      append_key(path, record.key);
    }
  }
  return path;
}

std::string Tree::named_path_of(std::uint32_t node) const {
  std::string path;
  for (const std::uint32_t at : way_to(*this, node)) {
    const Record& record = nodes[at];
    if (!is_element(*this, record)) {
      append_key(path, record.key);
    } else if (const std::string_view name = name_of(*this, record); !name.empty()) {
      path += "[name=";
      json::append_quoted(path, name);
      path += " " + std::to_string(record.namesakes) + "]";
    } else {
      path += "[" + std::to_string(record.position) + "]";
    }
  }
  return path;
}

void Tree::count_namesakes() {
  for (const Record& list : nodes) {
    if (list.value.kind != Kind::list) continue;
    std::unordered_map<std::string_view, std::uint32_t> met;
    for (std::uint32_t at = list.first_child; at != kNoNode; at = nodes[at].next_sibling) {
      if (const std::string_view name = name_of(*this, nodes[at]); !name.empty())
        nodes[at].namesakes = met[name]++;
    }
  }
}

Mark Tree::mark_inside(Mark mark, std::string_view text, std::size_t offset) const {
  if (mark.line == 0 || mark.line > line_starts.size() || offset > text.size()) return mark;
  const auto line_at = [&](std::size_t line) -> std::string_view {
    if (line >= line_starts.size()) return {};
    std::string_view rest = std::string_view(source).substr(line_starts[line]);
    return rest.substr(0, rest.find('\n'));
  };
  std::string_view line = line_at(mark.line - 1);
  if (mark.column > line.size()) return mark;
  line.remove_prefix(mark.column - 1);
  const auto moved = [&](std::optional<std::size_t> by, std::size_t quote) {
    return by ? Mark{mark.line, static_cast<std::uint32_t>(mark.column + quote + *by)} : mark;
  };
  if (line.starts_with('\''))
    return moved(walk_line(line.substr(1), offset, single_quoted_step), 1);
  if (line.starts_with('"')) return moved(walk_line(line.substr(1), offset, double_quoted_step), 1);
  if (!line.starts_with('|')) {
    const bool is_whole = !text.empty() && line.starts_with(text);
    return is_whole ? moved(walk_line(line, offset, plain_step), 0) : mark;
  }
  // A literal block: its lines stand below, moved right by the indentation of the first that is not
  // empty.
  const std::string_view before = text.substr(0, offset);
  const std::size_t row = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const std::size_t row_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view wanted = text.substr(row_start, text.find('\n', row_start) - row_start);
  const std::string_view found = line_at(mark.line + row);
  const std::size_t indent = found.find(wanted);
  if (wanted.empty() || indent == std::string_view::npos) return mark;
  return {static_cast<std::uint32_t>(mark.line + 1 + row),
          static_cast<std::uint32_t>(indent + offset - row_start + 1)};
}

}  // namespace jg::config
