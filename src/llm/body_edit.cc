#include "llm/body_edit.h"

#include <algorithm>
#include <vector>

#include "json/text.h"

namespace jg::llm {
namespace {

struct Change {
  std::string_view member;
  std::string_view json;
  std::size_t position;              // orders the changes; no two have the same
  std::optional<TextSpan> replaces;  // absent: the member is new
};

// What is to be done, in the order of the text; what is new comes last, in the order of the edits.
std::vector<Change> plan(std::string_view body, const ObjectText& object,
                         std::span<const BodyEdit> edits) {
  std::vector<Change> changes;
  for (const BodyEdit& edit : edits) {
    const auto planned = std::ranges::find(changes, edit.member, &Change::member);
    const ObjectText::Member* present = object.find(edit.member);
    const bool is_present = planned != changes.end() || present != nullptr;
    if (is_present && edit.when == BodyEdit::When::absent) continue;
    if (planned != changes.end()) {
      planned->json = edit.json;
    } else {
      changes.push_back({edit.member, edit.json, object.close + changes.size(), std::nullopt});
      if (present != nullptr) {
        changes.back().position = present->value.begin;
        changes.back().replaces = present->value;
      }
    }
  }
  std::erase_if(changes, [body](const Change& change) {
    return change.replaces && change.replaces->of(body) == change.json;
  });
  std::ranges::sort(changes, {}, &Change::position);
  return changes;
}

}  // namespace

std::optional<std::string> edit_body(std::string_view body, const ObjectText& object,
                                     std::span<const BodyEdit> edits) {
  const std::vector<Change> changes = plan(body, object, edits);
  if (changes.empty()) return std::nullopt;
  std::string out;
  std::size_t copied = 0;
  std::size_t members = object.members.size();
  for (const Change& change : changes) {
    const TextSpan span = change.replaces.value_or(TextSpan{object.close, object.close});
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
