#include "config/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "base/ascii.h"
#include "config/characters.h"
#include "config/yaml_words.h"

namespace jg::config {
namespace {

constexpr std::string_view kCoreTag = "tag:yaml.org,2002:";

// Thrown through the library's frames when reading cannot go on; its fault has been told.
struct Stop {};

Mark to_mark(const YAML::Mark& mark) {
  if (mark.line < 0 || mark.column < 0) return {};
  return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
}

bool has_core_kind(std::string_view tag, Kind kind) {
  switch (kind) {
    case Kind::null: return tag == "null";
    case Kind::boolean: return tag == "bool";
    case Kind::integer: return tag == "int" || tag == "float";
    case Kind::number: return tag == "float";
    case Kind::string: return tag == "str";
    case Kind::list: return tag == "seq";
    case Kind::map: return tag == "map";
  }
  return false;
}

class Builder final : public YAML::EventHandler {
 public:
  Builder(Tree& tree, const Environment& environment, Faults& faults, const Limits& limits)
      : tree_(tree), environment_(environment), faults_(faults), limits_(limits) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!tree_.nodes.empty())
      stop(mark, "a second document begins here; a configuration is one document");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) stop(mark, "a key must not be empty");
    Record record;
    record.mark = to_mark(mark);
    // An empty value has no place of its own: the library gives that of what follows.
    if (!stands_as_null(record.mark) && !open_.empty() && open_.back().has_key)
      record.mark = open_.back().key_mark;
    remember(anchor, append(std::move(record)));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (!is_closed(to_mark(mark))) stop(mark, "a quote is not closed");
    if (expects_key()) return take_key(mark, tag, value);
    const std::uint32_t node = append({});
    tree_.nodes[node].mark = to_mark(mark);
    fill_scalar(node, tag, value);
    remember(anchor, node);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchored_.find(anchor);
    if (known == anchored_.end() || known->second.end == 0)
      stop(mark,
           "this alias cannot stand for anything: it is inside what it names, or names a key");
    if (expects_key()) {
      const Record& record = tree_.nodes[known->second.begin];
      if (record.value.kind == Kind::list || record.value.kind == Kind::map)
        stop(mark, "a key must be a scalar");
      count_copied(record.text.size(), mark);
      return take_key(mark, "!", std::string(record.text));
    }
    copy(known->second, mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Kind::list);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    std::uint32_t node;
    YAML::anchor_t anchor;
    bool is_map;
    bool has_key = false;
    std::string key;
    Mark key_mark;
    std::uint32_t last_child = kNoNode;
    std::unordered_map<std::string, std::uint32_t> keys;  // and the line of each
  };
  // The nodes of a subtree stand together; end is 0 while it is being read.
  struct Range {
    std::uint32_t begin;
    std::uint32_t end;
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string message) {
    std::string path = open_.empty() ? std::string() : tree_.path_of(open_.back().node);
    if (!open_.empty() && open_.back().has_key) append_key(path, open_.back().key);
    faults_.add(Place{tree_.file, to_mark(mark), std::move(path)}, std::move(message));
    throw Stop{};
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().is_map && !open_.back().has_key;
  }

  std::string_view source_from(Mark mark) const {
    if (mark.line == 0 || mark.line > tree_.line_starts.size()) return {};
    const std::size_t at = tree_.line_starts[mark.line - 1] + mark.column - 1;
    return std::string_view(tree_.source).substr(std::min(at, tree_.source.size()));
  }

  bool stands_as_null(Mark mark) const {
    const std::string_view rest = source_from(mark);
    return rest.starts_with('~') || ascii::istarts_with(rest, "null");
  }

  // The library takes a quoted scalar that runs to the end of the text for a whole one.
  bool is_closed(Mark mark) const {
    std::string_view rest = source_from(mark);
    while (rest.starts_with('&') || rest.starts_with('!')) {  // an anchor or a tag stands before it
      rest.remove_prefix(std::min(rest.find_first_of(" \t\r\n"), rest.size()));
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    }
    const bool is_single = rest.starts_with('\'');
    if (!is_single && !rest.starts_with('"')) return true;
    for (std::size_t at = 1; at < rest.size(); ++at) {
      const bool is_escape = is_single ? rest.substr(at).starts_with("''") : rest[at] == '\\';
      if (is_escape) {
        ++at;
      } else if (rest[at] == rest.front()) {
        return true;
      }
    }
    return false;
  }

  // Hangs the record under what is open, with its key or position.
  std::uint32_t append(Record record) {
    const auto node = static_cast<std::uint32_t>(tree_.nodes.size());
    if (node >= limits_.nodes) {
      faults_.add(Place{tree_.file, record.mark, {}}, "more than " + std::to_string(limits_.nodes) +
                                                          " values, aliases counted in full");
      throw Stop{};
    }
    if (!open_.empty()) {
      Open& parent = open_.back();
      Record& above = tree_.nodes[parent.node];
      record.parent = parent.node;
      record.depth = above.depth + 1;
      record.position = above.size++;
      record.key = std::move(parent.key);
      record.key_mark = parent.key_mark;
      parent.key.clear();
      parent.has_key = false;
      (parent.last_child == kNoNode ? above.first_child
                                    : tree_.nodes[parent.last_child].next_sibling) = node;
      parent.last_child = node;
    }
    if (record.depth > limits_.depth) {
      faults_.add(Place{tree_.file, record.mark, {}},
                  "nested deeper than " + std::to_string(limits_.depth) + " levels");
      throw Stop{};
    }
    tree_.nodes.push_back(std::move(record));
    return node;
  }

  void remember(YAML::anchor_t anchor, std::uint32_t node) {
    if (anchor != YAML::NullAnchor)
      anchored_[anchor] = {node, static_cast<std::uint32_t>(tree_.nodes.size())};
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Kind kind) {
    if (expects_key()) stop(mark, "a key must be a scalar");
    Record record;
    record.mark = to_mark(mark);
    record.value.kind = kind;
    const std::uint32_t node = append(std::move(record));
    if (anchor != YAML::NullAnchor) anchored_[anchor] = {node, 0};
    open_.push_back({node, anchor, kind == Kind::map, false, {}, {}, kNoNode, {}});
    check_tag(node, tag);
  }

  void close() {
    remember(open_.back().anchor, open_.back().node);
    open_.pop_back();
  }

  void take_key(const YAML::Mark& mark, const std::string& tag, const std::string& key) {
    Open& map = open_.back();
    if (tag == "?" && key == "<<")
      stop(mark, "merge keys (<<) are not supported; write the keys out or alias the whole value");
    map.key = key;
    map.key_mark = to_mark(mark);
    map.has_key = true;
    const auto [known, is_new] = map.keys.try_emplace(key, map.key_mark.line);
    if (is_new) return;
    std::string path = tree_.path_of(map.node);
    append_key(path, key);
    faults_.add(
        Place{tree_.file, map.key_mark, std::move(path)},
        "the key " + quoted(key) + " stands twice; first in line " + std::to_string(known->second));
  }

  void check_tag(std::uint32_t node, std::string_view tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    Record& record = tree_.nodes[node];
    if (tag.starts_with(kCoreTag) && has_core_kind(tag.substr(kCoreTag.size()), record.value.kind))
      return;
    faults_.add(tree_.place_of(node), "the tag " + quoted(tag) + " is not supported here");
    record.broken = true;
  }

  void fill_scalar(std::uint32_t node, const std::string& tag, const std::string& written) {
    Record& record = tree_.nodes[node];
    Expansion expansion;
    if (environment_)
      expansion = expand(written, environment_, limits_.expanded_bytes - expanded_bytes_);
    else
      expansion.text = written;
    expanded_bytes_ += expansion.text.size();
    if (expansion.too_long) {
      faults_.add(tree_.place_of(node), "variables make the file larger than " +
                                            std::to_string(limits_.expanded_bytes) + " bytes");
      throw Stop{};
    }
    for (const Expansion::Unset& unset : expansion.unset) {
      Place place = tree_.place_of(node);
      place.mark = tree_.mark_inside(record.mark, written, unset.offset);
      faults_.add(std::move(place), "the variable " + quoted(unset.name) + " is not set");
      record.broken = true;
    }
    if (record.broken) return;
    if (expansion.used_variable) tree_.written.emplace(node, written);
    record.text = std::move(expansion.text);
    record.value.kind = Kind::string;
    const bool is_plain = tag == "?";
    const bool is_core = tag.starts_with(kCoreTag) && tag.substr(kCoreTag.size()) != "str";
    if (is_plain || is_core) record.value = resolve_plain(record.text);
    check_tag(node, tag);
  }

  void count_copied(std::size_t bytes, const YAML::Mark& mark) {
    expanded_bytes_ += bytes;
    if (expanded_bytes_ > limits_.expanded_bytes)
      stop(mark, "more than " + std::to_string(limits_.expanded_bytes) +
                     " bytes of text, aliases counted in full");
  }

  void copy(Range from, const YAML::Mark& mark) {
    const std::uint32_t base = append(Record());
    const std::uint32_t count = from.end - from.begin;
    if (tree_.nodes.size() + count > limits_.nodes)
      stop(mark, "more than " + std::to_string(limits_.nodes) + " values, aliases counted in full");
    const auto moved = [&](std::uint32_t node) {
      return node == kNoNode ? node : node - from.begin + base;
    };
    const std::uint32_t depth = tree_.nodes[base].depth;
    for (std::uint32_t n = 0; n < count; ++n) {
      const Record& original = tree_.nodes[from.begin + n];
      count_copied(original.text.size() + (n == 0 ? 0 : original.key.size()), mark);
      Record record = original;
      record.depth = record.depth - tree_.nodes[from.begin].depth + depth;
      if (record.depth > limits_.depth)
        stop(mark, "nested deeper than " + std::to_string(limits_.depth) + " levels");
      record.first_child = moved(record.first_child);
      if (const auto text = tree_.written.find(from.begin + n); text != tree_.written.end())
        tree_.written.emplace(base + n, std::string(text->second));
      if (n == 0) {
        Record& root = tree_.nodes[base];
        root.value = record.value;
        root.broken = record.broken;
        root.mark = record.mark;
        root.first_child = record.first_child;
        root.size = record.size;
        root.text = std::move(record.text);
      } else {
        record.parent = moved(record.parent);
        record.next_sibling = moved(record.next_sibling);
        tree_.nodes.push_back(std::move(record));
      }
    }
  }

  Tree& tree_;
  const Environment& environment_;
  Faults& faults_;
  const Limits& limits_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Range> anchored_;
  std::size_t expanded_bytes_ = 0;
};

void find_lines(Tree& tree) {
  tree.line_starts.push_back(0);
  for (std::size_t at = 0; at < tree.source.size(); ++at)
    if (tree.source[at] == '\n') tree.line_starts.push_back(at + 1);
}

Mark mark_of(const Tree& tree, std::size_t offset) {
  const auto after = std::ranges::upper_bound(tree.line_starts, offset);
  const std::size_t start = *std::prev(after);
  return {static_cast<std::uint32_t>(after - tree.line_starts.begin()),
          static_cast<std::uint32_t>(offset - start + 1)};
}

}  // namespace

bool read_yaml(Tree& tree, const Environment& environment, Faults& faults, const Limits& limits) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (tree.source.starts_with(kByteOrderMark)) tree.source.erase(0, kByteOrderMark.size());
  if (tree.source.size() > limits.bytes) {
    faults.add(Place{tree.file, {}, {}}, "larger than " + std::to_string(limits.bytes) + " bytes");
    return false;
  }
  find_lines(tree);
  if (const auto bad = find_bad_character(tree.source)) {
    faults.add(Place{tree.file, mark_of(tree, bad->offset), {}}, bad->reason);
    return false;
  }
  try {
    std::istringstream stream(tree.source);
    YAML::Parser parser(stream);
    Builder builder(tree, environment, faults, limits);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return false;
  } catch (const YAML::Exception& error) {
    faults.add(Place{tree.file, to_mark(error.mark), {}}, explain_yaml_error(error.msg));
    return false;
  } catch (const std::exception& error) {
    faults.add(Place{tree.file, {}, {}}, std::string("not valid YAML: ") + error.what());
    return false;
  }
  if (tree.nodes.empty()) tree.nodes.emplace_back();  // an empty file is null
  return true;
}

}  // namespace jg::config
