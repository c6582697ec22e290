// config/document.h - YAML or JSON text as an immutable tree: Document owns, Node looks into it.
//
// Owner:  Document owns text and tree; a Node and every string_view from it live as long as that.
// Thread: immutable after parse(); any thread may read.
// Errors: told to a Faults, each with its place; nothing is thrown.
// Limits: Limits below. An alias counts as a copy of what it stands for, so a bomb meets `nodes`.
// Spec:   YAML 1.2.2, core schema. Refused: duplicate keys, merge keys, keys that are no scalar,
//         tags not of the core schema, a second document, text that is not UTF-8.
// Trust:  the file is its operator's; a fuzz target holds that no bytes crash it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "config/environment.h"
#include "config/faults.h"
#include "config/scalar.h"

namespace jg::config {

struct Tree;

struct Limits {
  std::size_t bytes = 16 << 20;
  std::size_t nodes = 1'000'000;
  std::size_t depth = 64;
  std::size_t expanded_bytes = 16 << 20;  // all scalars together, after variables were put in
};

class Node {
 public:
  Node() = default;  // null, of no document

  Kind kind() const;
  bool is_null() const { return kind() == Kind::null; }
  bool is_list() const { return kind() == Kind::list; }
  bool is_map() const { return kind() == Kind::map; }
  // Each is empty when the node is of another kind; as_double takes an integer too.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_int() const;
  std::optional<double> as_double() const;
  std::optional<std::string_view> as_string() const;
  // A scalar's characters, variables put in, whatever its kind; empty for lists and maps.
  std::string_view text() const;

  class Children;
  Children children() const;  // elements of a list, values of a map; in the order of the file
  std::size_t size() const;
  std::optional<Node> find(std::string_view key) const;  // linear

  // Of a map's value: its key and where that stands.
  std::string_view key() const;
  Place key_place() const;

  Mark mark() const;
  // Where the byte `offset` of text() stands in the file; mark() where that cannot be told exactly.
  Mark mark_at(std::size_t offset) const;
  std::string path() const;
  // The same with elements of lists by their `name`, where they have one: it stays when others are
  // put in before. No two nodes of a document have the same.
  std::string named_path() const;
  Place place() const;
  Place place_at(std::size_t offset) const;

  // How a message may show this node: `"text"`, `8080`, `a list`; what came from a variable as it
  // was written.
  std::string shown() const;
  bool is_from_variable() const;
  // A scalar with a variable in it, as the file has it; empty for any other.
  std::optional<std::string_view> written() const;
  // Its fault has been told; it reads as null and whoever meets it keeps silent.
  bool is_broken() const;

 private:
  friend class Document;
  Node(const Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
  const Tree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

class Node::Children {
 public:
  class Iterator {
   public:
    Node operator*() const;
    Iterator& operator++();
    bool operator==(const Iterator&) const = default;

   private:
    friend class Children;
    Iterator(const Tree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
    const Tree* tree_;
    std::uint32_t index_;
  };
  Iterator begin() const { return {tree_, first_}; }
  Iterator end() const;

 private:
  friend class Node;
  Children(const Tree* tree, std::uint32_t first) : tree_(tree), first_(first) {}
  const Tree* tree_;
  std::uint32_t first_;
};

struct Input {
  std::string file;  // as faults name it
  std::string text;
};

class Document {
 public:
  // Empty when the text cannot be read to its end. Any other fault leaves a tree, so decoding can
  // find more.
  static std::optional<Document> parse(Input input, const Environment& environment, Faults& faults,
                                       const Limits& limits = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Node root() const;

 private:
  explicit Document(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;
};

// `text` in quotes for a message, escaped and cut to a readable length.
std::string quoted(std::string_view text);

}  // namespace jg::config
