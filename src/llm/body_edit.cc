#include "llm/body_edit.h"

#include <algorithm>
#include <vector>

#include "json/text.h"

namespace jg::llm {
namespace {

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Walks over JSON that is known to be well-formed; every step is still bounded by the text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  bool next_is(char c) {
    skip_space();
    return at_ < text_.size() && text_[at_] == c;
  }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  Span take_value() {
    skip_space();
    const std::size_t begin = at_;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (depth == 0 && at_ > begin && ends_scalar(c)) break;
      if (c == '"') {
        skip_string();
      } else {
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at_;
      }
      const char last = text_[at_ - 1];
      if (depth == 0 && (last == '"' || last == '}' || last == ']')) break;
    }
    return {begin, at_};
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool ends_scalar(char c) { return c == ',' || c == '}' || c == ']' || is_space(c); }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

struct Layout {
  std::vector<Span> values;  // in the order of the members
  std::size_t close = 0;     // where the object's own '}' stands
};

Result<Layout> find_layout(std::string_view body, std::size_t members) {
  Layout layout;
  Scanner scanner(body);
  bool good = scanner.take('{');
  while (good && !scanner.next_is('}')) {
    scanner.take_value();  // the name
    good = scanner.take(':');
    layout.values.push_back(scanner.take_value());
    if (!scanner.take(',')) break;
  }
  layout.close = scanner.at();
  if (!good || !scanner.next_is('}') || layout.values.size() != members)
    return fail(Blame::gateway, "internal", "the body's layout differs from its parse");
  return layout;
}

struct Change {
  std::string_view member;
  std::string_view json;
  std::optional<Span> replaces;  // absent: the member is new
};

std::optional<std::size_t> find_position(json::Value root, std::string_view member) {
  std::size_t position = 0;
  for (auto at = root.members(); at.valid(); at = at.next(), ++position)
    if (at.name() == member) return position;
  return std::nullopt;
}

std::vector<Change> plan(std::string_view body, json::Value root, const Layout& layout,
                         std::span<const BodyEdit> edits) {
  std::vector<Change> changes;
  for (const BodyEdit& edit : edits) {
    const auto planned = std::ranges::find(changes, edit.member, &Change::member);
    const auto position = find_position(root, edit.member);
    const bool present = planned != changes.end() || position.has_value();
    if (present && edit.when == BodyEdit::When::absent) continue;
    if (planned != changes.end()) {
      planned->json = edit.json;
    } else {
      changes.push_back({edit.member, edit.json, std::nullopt});
      if (position) changes.back().replaces = layout.values[*position];
    }
  }
  std::erase_if(changes, [body](const Change& change) {
    return change.replaces &&
           body.substr(change.replaces->begin, change.replaces->end - change.replaces->begin) ==
               change.json;
  });
  // Replacements in the order of the text, then what is new in the order it was asked for.
  std::ranges::stable_sort(changes, {}, [](const Change& change) {
    return change.replaces ? change.replaces->begin : std::string_view::npos;
  });
  return changes;
}

}  // namespace

Result<std::optional<std::string>> edit_body(std::string_view body, json::Value root,
                                             std::span<const BodyEdit> edits) {
  if (edits.empty()) return std::nullopt;
  const auto layout = find_layout(body, root.size());
  if (!layout) return std::unexpected(layout.error());
  const std::vector<Change> changes = plan(body, root, *layout, edits);
  if (changes.empty()) return std::nullopt;

  std::string out;
  std::size_t copied = 0;
  std::size_t members = root.size();
  for (const Change& change : changes) {
    const Span span = change.replaces.value_or(Span{layout->close, layout->close});
    out.append(body, copied, span.begin - copied);
    if (!change.replaces) {
      if (members++ > 0) out += ',';
      json::append_quoted(out, change.member);
      out += ':';
    }
    out += change.json;
    copied = span.end;
  }
  out.append(body, copied);
  return out;
}

}  // namespace jg::llm
