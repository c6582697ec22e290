// config/tree.h - what a Document is made of: one record a node, in one vector.
//
// Owner: document.cc reads it, yaml_reader.cc fills it; nobody else includes it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "config/faults.h"
#include "config/scalar.h"

namespace jg::config {

constexpr std::uint32_t kNoNode = 0xffffffff;

struct Record {
  Scalar value;
  bool broken = false;
  Mark mark;
  Mark key_mark;
  std::uint32_t parent = kNoNode;
  std::uint32_t first_child = kNoNode;
  std::uint32_t next_sibling = kNoNode;
  std::uint32_t position = 0;   // among its siblings
  std::uint32_t namesakes = 0;  // of a list's element: those before it whose `name` is the same
  std::uint32_t size = 0;       // number of children
  std::uint32_t depth = 0;      // the root has 0
  std::string key;
  std::string text;
};

struct Tree {
  std::string file;
  std::string source;
  std::vector<std::size_t> line_starts;
  std::vector<Record> nodes;  // the root is the first
  // Scalars with a variable in them, as they were written.
  std::unordered_map<std::uint32_t, std::string> written;

  std::string path_of(std::uint32_t node) const;
  // The same with elements of lists by their name, where they have one.
  std::string named_path_of(std::uint32_t node) const;
  // Fills in `namesakes`, when all nodes are there.
  void count_namesakes();
  Place place_of(std::uint32_t node) const { return {file, nodes[node].mark, path_of(node)}; }
  // Where byte `offset` of the scalar `text` that begins at `mark` stands; `mark` when it cannot be
  // told.
  Mark mark_inside(Mark mark, std::string_view text, std::size_t offset) const;
};

// The path of a child: `.key`, `["odd key"]`; no dot at the front.
void append_key(std::string& path, std::string_view key);

}  // namespace jg::config
