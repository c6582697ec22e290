#include "config/document.h"

#include "config/tree.h"
#include "config/yaml_reader.h"
#include "json/text.h"

namespace jg::config {
namespace {

const Record kAbsent;

const Record& record(const Tree* tree, std::uint32_t index) {
  return tree == nullptr ? kAbsent : tree->nodes[index];
}

}  // namespace

Kind Node::kind() const { return record(tree_, index_).value.kind; }

std::optional<bool> Node::as_bool() const {
  if (kind() != Kind::boolean) return std::nullopt;
  return record(tree_, index_).value.boolean;
}

std::optional<std::int64_t> Node::as_int() const {
  if (kind() != Kind::integer) return std::nullopt;
  return record(tree_, index_).value.integer;
}

std::optional<double> Node::as_double() const {
  if (kind() == Kind::integer) return static_cast<double>(record(tree_, index_).value.integer);
  if (kind() != Kind::number) return std::nullopt;
  return record(tree_, index_).value.number;
}

std::optional<std::string_view> Node::as_string() const {
  if (kind() != Kind::string) return std::nullopt;
  return text();
}

std::string_view Node::text() const { return record(tree_, index_).text; }

std::size_t Node::size() const { return record(tree_, index_).size; }

Node::Children Node::children() const { return {tree_, record(tree_, index_).first_child}; }

Node::Children::Iterator Node::Children::end() const { return {tree_, kNoNode}; }

Node Node::Children::Iterator::operator*() const { return Node(tree_, index_); }

Node::Children::Iterator& Node::Children::Iterator::operator++() {
  index_ = tree_->nodes[index_].next_sibling;
  return *this;
}

std::optional<Node> Node::find(std::string_view key) const {
  if (!is_map()) return std::nullopt;
  for (const Node child : children())
    if (child.key() == key) return child;
  return std::nullopt;
}

std::string_view Node::key() const { return record(tree_, index_).key; }

Place Node::key_place() const {
  if (tree_ == nullptr) return {};
  return {tree_->file, tree_->nodes[index_].key_mark, path()};
}

Mark Node::mark() const { return record(tree_, index_).mark; }

Mark Node::mark_at(std::size_t offset) const {
  if (tree_ == nullptr || is_from_variable()) return mark();
  return tree_->mark_inside(mark(), text(), offset);
}

std::string Node::path() const { return tree_ == nullptr ? std::string() : tree_->path_of(index_); }

std::string Node::named_path() const {
  return tree_ == nullptr ? std::string() : tree_->named_path_of(index_);
}

Place Node::place() const { return tree_ == nullptr ? Place() : tree_->place_of(index_); }

Place Node::place_at(std::size_t offset) const {
  Place out = place();
  out.mark = mark_at(offset);
  return out;
}

bool Node::is_from_variable() const { return tree_ != nullptr && tree_->written.contains(index_); }

std::optional<std::string_view> Node::written() const {
  if (!is_from_variable()) return std::nullopt;
  return tree_->written.at(index_);
}

bool Node::is_broken() const { return record(tree_, index_).broken; }

std::string Node::shown() const {
  if (is_from_variable()) return "the value of " + quoted(tree_->written.at(index_));
  switch (kind()) {
    case Kind::null: return "nothing";
    case Kind::boolean:
    case Kind::integer:
    case Kind::number: return std::string(text().substr(0, 64));
    case Kind::string: return quoted(text());
    case Kind::list: return "a list";
    case Kind::map: return "a map";
  }
  return {};
}

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Node Document::root() const { return Node(tree_.get(), 0); }

std::optional<Document> Document::parse(Input input, const Environment& environment, Faults& faults,
                                        const Limits& limits) {
  auto tree = std::make_unique<Tree>();
  tree->file = std::move(input.file);
  tree->source = std::move(input.text);
  if (!read_yaml(*tree, environment, faults, limits)) return std::nullopt;
  tree->count_namesakes();
  return Document(std::move(tree));
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kMostShown = 60;
  std::string out;
  if (text.size() <= kMostShown) {
    json::append_quoted(out, text);
    return out;
  }
  std::size_t cut = kMostShown;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  json::append_quoted(out, text.substr(0, cut));
  out.insert(out.size() - 1, "...");
  return out;
}

}  // namespace jg::config
