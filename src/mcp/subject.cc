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

// The letter at `at`, which moves behind it.
char folded(std::string_view name, std::size_t& at) {
  const std::string_view rest = name.substr(at);
  const bool is_ascii = static_cast<unsigned char>(rest.front()) < 0x80;
  for (const auto& [letter, as] : kFolded) {
    if (is_ascii || !rest.starts_with(letter)) continue;
    at += letter.size();
    return as;
  }
  ++at;
  return ascii::to_lower(rest.front());
}

// Every message asks this of every member: nothing is copied, and most differ in the first letter.
bool are_same_folded(std::string_view one, std::string_view other) {
  std::size_t at = 0;
  std::size_t there = 0;
  while (at < one.size() && there < other.size())
    if (folded(one, at) != folded(other, there)) return false;
  return at == one.size() && there == other.size();
}

// Whether a member of `object` could be taken for one of `names`, and is none of them.
bool has_lookalike(Value object, std::initializer_list<std::string_view> names) {
  bool out = false;
  object.for_each_member([&](std::string_view member, Value) {
    for (const std::string_view name : names)
      out = out || (member != name && are_same_folded(member, name));
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
