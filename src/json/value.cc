#include "json/value.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "json/text.h"

namespace jg::json {

std::optional<bool> Value::as_bool() const {
  if (kind() != Kind::boolean) return std::nullopt;
  return node_->as.boolean;
}

std::optional<std::int64_t> Value::as_int() const {
  if (kind() == Kind::integer) return node_->as.integer;
  if (kind() == Kind::unsigned_integer &&
      node_->as.unsigned_integer <= std::uint64_t{std::numeric_limits<std::int64_t>::max()})
    return static_cast<std::int64_t>(node_->as.unsigned_integer);
  return std::nullopt;
}

std::optional<std::uint64_t> Value::as_uint() const {
  if (kind() == Kind::unsigned_integer) return node_->as.unsigned_integer;
  if (kind() == Kind::integer && node_->as.integer >= 0)
    return static_cast<std::uint64_t>(node_->as.integer);
  return std::nullopt;
}

std::optional<double> Value::as_double() const {
  switch (kind()) {
    case Kind::real: return node_->as.real;
    case Kind::integer: return static_cast<double>(node_->as.integer);
    case Kind::unsigned_integer: return static_cast<double>(node_->as.unsigned_integer);
    case Kind::null:
    case Kind::boolean:
    case Kind::string:
    case Kind::array:
    case Kind::object: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string_view> Value::as_string() const {
  if (kind() != Kind::string) return std::nullopt;
  return std::string_view(node_->as.text, node_->size);
}

std::size_t Value::size() const {
  return kind() == Kind::array || kind() == Kind::object ? node_->size : 0;
}

std::optional<Value> Value::find(std::string_view member) const {
  if (kind() != Kind::object) return std::nullopt;
  const Node* at = node_ + 1;  // a name, and its value behind it
  for (std::uint32_t left = node_->size; left > 0; --left, at += 1 + at[1].skip)
    if (std::string_view(at->as.text, at->size) == member) return Value(at + 1);
  return std::nullopt;
}

std::optional<Value> Value::at(std::size_t index) const {
  for (Cursor c = elements(); c.valid(); c = c.next())
    if (index-- == 0) return c.value();
  return std::nullopt;
}

namespace {

void append(std::string& out, Value value) {
  switch (value.kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += *value.as_bool() ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(*value.as_int()); return;
    case Kind::unsigned_integer: out += std::to_string(*value.as_uint()); return;
    case Kind::real: append_number(out, *value.as_double()); return;
    case Kind::string: append_quoted(out, *value.as_string()); return;
    case Kind::array: {
      out += '[';
      bool first = true;
      value.for_each_element([&](Value element) {
        if (!first) out += ',';
        first = false;
        append(out, element);
      });
      out += ']';
      return;
    }
    case Kind::object: {
      out += '{';
      bool first = true;
      value.for_each_member([&](std::string_view name, Value member) {
        if (!first) out += ',';
        first = false;
        append_quoted(out, name);
        out += ':';
        append(out, member);
      });
      out += '}';
      return;
    }
  }
}

}  // namespace

std::string Value::dump() const {
  std::string out;
  append(out, *this);
  return out;
}

struct Document::Impl {
  std::unique_ptr<char[]> strings;  // of values and names, which point into it
  std::size_t string_bytes = 0;
  std::vector<Value::Node> nodes;

  Result<void> add(simdjson::dom::element element, const Limits& limits);
  Result<void> add_array(simdjson::dom::array array, const Limits& limits);
  Result<void> add_object(simdjson::dom::object object, const Limits& limits);
  Result<void> check_unique(std::size_t object_index) const;
  void take_strings();
};

Result<void> Document::Impl::add(simdjson::dom::element element, const Limits& limits) {
  using simdjson::dom::element_type;
  Value::Node node;
  switch (element.type()) {
    case element_type::ARRAY: return add_array(element.get_array().value_unsafe(), limits);
    case element_type::OBJECT: return add_object(element.get_object().value_unsafe(), limits);
    case element_type::INT64:
      node.kind = Kind::integer;
      node.as.integer = element.get_int64().value_unsafe();
      break;
    case element_type::UINT64:
      node.kind = Kind::unsigned_integer;
      node.as.unsigned_integer = element.get_uint64().value_unsafe();
      break;
    case element_type::DOUBLE:
      node.kind = Kind::real;
      node.as.real = element.get_double().value_unsafe();
      break;
    case element_type::STRING: {
      const std::string_view text = element.get_string().value_unsafe();
      node.kind = Kind::string;
      node.as.text = text.data();
      node.size = static_cast<std::uint32_t>(text.size());
      break;
    }
    case element_type::BOOL:
      node.kind = Kind::boolean;
      node.as.boolean = element.get_bool().value_unsafe();
      break;
    case element_type::NULL_VALUE: break;
  }
  nodes.push_back(node);
  return {};
}

Result<void> Document::Impl::add_array(simdjson::dom::array array, const Limits& limits) {
  const std::size_t self = nodes.size();
  nodes.emplace_back().kind = Kind::array;
  std::uint32_t count = 0;
  for (const auto element : array) {
    if (auto added = add(element, limits); !added) return added;
    ++count;
  }
  nodes[self].size = count;
  nodes[self].skip = static_cast<std::uint32_t>(nodes.size() - self);
  return {};
}

Result<void> Document::Impl::add_object(simdjson::dom::object object, const Limits& limits) {
  const std::size_t self = nodes.size();
  nodes.emplace_back().kind = Kind::object;
  std::uint32_t count = 0;
  for (const auto member : object) {
    Value::Node name;
    name.kind = Kind::string;
    name.as.text = member.key.data();
    name.size = static_cast<std::uint32_t>(member.key.size());
    nodes.push_back(name);
    if (auto added = add(member.value, limits); !added) return added;
    ++count;
  }
  nodes[self].size = count;
  nodes[self].skip = static_cast<std::uint32_t>(nodes.size() - self);
  return limits.duplicates == Duplicates::refuse ? check_unique(self) : Result<void>{};
}

Result<void> Document::Impl::check_unique(std::size_t object_index) const {
  constexpr std::uint32_t kFew = 16;  // below this, comparing each with each beats sorting
  const std::uint32_t count = nodes[object_index].size;
  std::vector<std::string_view> names;
  names.reserve(count);
  std::size_t at = object_index + 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    names.emplace_back(nodes[at].as.text, nodes[at].size);
    at += 1 + nodes[at + 1].skip;
  }
  bool twice = false;
  if (count <= kFew) {
    for (std::size_t i = 0; i < names.size(); ++i)
      for (std::size_t j = i + 1; j < names.size(); ++j) twice |= names[i] == names[j];
  } else {
    std::ranges::sort(names);
    twice = std::ranges::adjacent_find(names) != names.end();
  }
  if (twice) return fail(Blame::client, "json.duplicate_member", "an object names a member twice");
  return {};
}

// simdjson's document is several times as large as what it says, and some are kept for long: so the
// strings, which still point into it, move to memory of their own.
void Document::Impl::take_strings() {
  for (const Value::Node& node : nodes)
    if (node.kind == Kind::string) string_bytes += node.size;
  strings = std::make_unique_for_overwrite<char[]>(string_bytes);
  char* at = strings.get();
  for (Value::Node& node : nodes) {
    if (node.kind != Kind::string) continue;
    const char* const from = std::exchange(node.as.text, at);
    at = std::copy_n(from, node.size, at);
  }
  nodes.shrink_to_fit();
}

Document::Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return fail(Blame::client, "json.too_large");
  constexpr std::size_t kLeast = 64;  // that room is made for, however short the text is
  simdjson::dom::parser parser(std::max(limits.bytes, kLeast) + 1);
  if (parser.allocate(std::max(text.size(), kLeast), limits.depth) != simdjson::SUCCESS)
    return fail(Blame::gateway, "json.too_large", "no memory");
  Document out;
  out.impl_ = std::make_unique<Impl>();
  const simdjson::padded_string padded(text);
  simdjson::dom::document tape;
  simdjson::dom::element root;
  const auto error = parser.parse_into_document(tape, padded).get(root);
  if (error == simdjson::DEPTH_ERROR) return fail(Blame::client, "json.too_deep");
  if (error != simdjson::SUCCESS)
    return fail(Blame::client, "json.malformed", simdjson::error_message(error));
  if (auto added = out.impl_->add(root, limits); !added) return std::unexpected(added.error());
  out.impl_->take_strings();
  return out;
}

std::size_t Document::bytes() const {
  if (!impl_) return 0;
  return sizeof(Impl) + impl_->string_bytes + impl_->nodes.capacity() * sizeof(Value::Node);
}

Value Document::root() const {
  return impl_ && !impl_->nodes.empty() ? Value(impl_->nodes.data()) : Value();
}

}  // namespace jg::json
