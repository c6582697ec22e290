#include "mcp/subject.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/ascii.h"
#include "mcp/method.h"

namespace jg::mcp {
namespace {

using json::Value;

// Letters that some readers of JSON take for another's, beside the case of ASCII: Go's, which finds
// members by Unicode's simple folding.
struct Folded {
  std::string_view letter;
  char as;
};
constexpr auto kFolded = std::to_array<Folded>({{"\u017f", 's'}, {"\u212a", 'k'}});

std::string fold(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const auto found = std::ranges::find_if(
        kFolded, [&](const Folded& folded) { return name.substr(at).starts_with(folded.letter); });
    out += found == kFolded.end() ? ascii::to_lower(name[at]) : found->as;
    at += found == kFolded.end() ? 1 : found->letter.size();
  }
  return out;
}

// Whether a member of `object` could be taken for one of `names`, and is none of them.
bool has_lookalike(Value object, std::initializer_list<std::string_view> names) {
  bool out = false;
  object.for_each_member([&](std::string_view member, Value) {
    for (const std::string_view name : names)
      out = out || (member != name && fold(member) == fold(name));
  });
  return out;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

// A rule on the beginning of a URI must not be passed by one that leads elsewhere.
bool has_dot_segment(std::string_view uri) {
  std::string plain = ascii::lower(uri.substr(0, uri.find_first_of("?#")));
  for (const auto& [coded, as] :
       {std::pair<std::string_view, char>{"%2e", '.'}, {"%2f", '/'}, {"%5c", '/'}, {"\\", '/'}}) {
    for (std::size_t at = plain.find(coded); at != std::string::npos; at = plain.find(coded, at))
      plain.replace(at, coded.size(), 1, as);
  }
  plain.append("/");
  return plain.find("/../") != std::string::npos || plain.find("/./") != std::string::npos;
}

std::optional<std::string> text_of(std::optional<Value> value) {
  const auto text = value ? value->as_string() : std::nullopt;
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

struct Named {
  Kind kind = Kind::none;
  std::optional<std::string> name = {};
  bool is_doubtful = false;
};

// Of completion/complete: {"type": "ref/prompt", "name": ...} or {"type": "ref/resource", "uri": ...}.
Named read_reference(std::optional<Value> reference) {
  if (!reference) return {};
  const auto type = text_of(reference->find("type"));
  const auto name = reference->find("name");
  const auto uri = reference->find("uri");
  const bool is_doubtful =
      has_lookalike(*reference, {"type", "name", "uri"}) || name.has_value() == uri.has_value();
  if (type == "ref/prompt") return {Kind::prompt, text_of(name), is_doubtful};
  if (type == "ref/resource") return {Kind::resource, text_of(uri), is_doubtful};
  return {};
}

Named read_named(const Method& method, Value params) {
  if (method.member == "ref") return read_reference(params.find("ref"));
  return {method.kind, text_of(params.find(method.member))};
}

}  // namespace

void read_subject(Value root, Message& message) {
  message.is_doubtful = has_lookalike(root, {"jsonrpc", "id", "method", "params"});
  const Method* const method = find_method(message.method);
  if (method == nullptr || method->member.empty()) return;
  const Value params = root.find("params").value_or(Value());
  Named named = read_named(*method, params);
  message.subject.kind = named.kind;
  message.is_doubtful |=
      named.is_doubtful || !named.name || has_lookalike(params, {method->member});
  if (!named.name) return;
  message.is_doubtful |=
      has_control(*named.name) || (named.kind == Kind::resource && has_dot_segment(*named.name));
  message.subject.name = std::move(*named.name);
}

}  // namespace jg::mcp
