#include "llm/object_text.h"

#include <algorithm>

#include "json/value.h"
#include "llm/json_walker.h"

namespace jg::llm {
namespace {

constexpr const char* kInvalid = "llm.invalid_body";

bool names_twice(const std::vector<ObjectText::Member>& members) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const ObjectText::Member& member : members) names.push_back(member.name);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

// A member, and the space behind it. Why not, when it is none.
const char* take_member(JsonWalker& walker, std::string_view text, ObjectText& object) {
  const std::size_t begin = walker.at();
  if (!walker.take_string()) return "a member has no name";
  auto name = parse_string_value(text.substr(begin, walker.at() - begin));
  if (!name) return "a member's name is no text";  // a surrogate without its other half
  walker.skip_space();
  if (!walker.take(':')) return "a member has no value";
  walker.skip_space();
  const std::size_t value = walker.at();
  if (!walker.take_value(1)) return "a member's value is not well-formed, or too deep";
  if (object.members.size() == kMostMembers) return "too many members";
  object.members.push_back({std::move(*name), {value, walker.at()}});
  walker.skip_space();
  return nullptr;
}

const char* take_members(JsonWalker& walker, std::string_view text, ObjectText& object) {
  do {
    walker.skip_space();
    if (const char* problem = take_member(walker, text, object)) return problem;
  } while (walker.take(','));
  return nullptr;
}

}  // namespace

const ObjectText::Member* ObjectText::find(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

Result<ObjectText> parse_object_text(std::string_view text) {
  ObjectText object;
  JsonWalker walker(text, kMostDepth);
  walker.skip_space();
  if (!walker.take('{')) return fail(Blame::client, kInvalid, "not an object");
  walker.skip_space();
  object.close = walker.at();
  if (!walker.take('}')) {
    if (const char* problem = take_members(walker, text, object))
      return fail(Blame::client, kInvalid, problem);
    object.close = walker.at();
    if (!walker.take('}')) return fail(Blame::client, kInvalid, "the object does not end");
  }
  walker.skip_space();
  if (!walker.is_at_end()) return fail(Blame::client, kInvalid, "something follows the object");
  if (names_twice(object.members)) return fail(Blame::client, kInvalid, "a member stands twice");
  return object;
}

std::optional<std::string> parse_string_value(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') return std::nullopt;
  if (json.find('\\') == std::string_view::npos)
    return std::string(json.substr(1, json.size() - 2));
  const json::Limits limits{.bytes = json.size() + 1024};
  const auto document = json::Document::parse(json, limits);
  const auto text = document ? document->root().as_string() : std::nullopt;
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace jg::llm
