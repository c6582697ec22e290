#include "config/keys.h"

#include <algorithm>
#include <cassert>

#include "config/nearest.h"

namespace jg::config {

void Keys::add(Key key) {
  assert(!by_name_.contains(key.name) && "a key is described once");
  by_name_.emplace(key.name, keys_.size());
  keys_.push_back(std::move(key));
}

void Keys::alias(std::string_view name, std::string_view canonical) {
  const auto known = by_name_.find(canonical);
  assert(known != by_name_.end() && !by_name_.contains(name));
  by_name_.emplace(name, known->second);
}

void Keys::refuse(std::string_view name, std::string message) {
  assert(!by_name_.contains(name) && "a key is either honoured or refused");
  refused_.emplace(name, std::move(message));
}

Key& Keys::at(std::string_view name) {
  const auto known = by_name_.find(name);
  assert(known != by_name_.end());
  return keys_[known->second];
}

void Keys::choose(Choice choice, std::vector<std::string> names) {
  assert(
      std::ranges::all_of(names, [&](const std::string& name) { return by_name_.contains(name); }));
  choices_.push_back({choice, std::move(names)});
}

void Keys::include(const Keys& other) {
  const std::size_t base = keys_.size();
  for (const auto& [name, index] : other.by_name_) {
    assert(!by_name_.contains(name) && "an included key may not stand here already");
    by_name_.emplace(name, base + index);
  }
  keys_.insert(keys_.end(), other.keys_.begin(), other.keys_.end());
  for (const auto& [name, message] : other.refused_)
    if (!by_name_.contains(name)) refused_.emplace(name, message);
  choices_.insert(choices_.end(), other.choices_.begin(), other.choices_.end());
}

void Keys::tell_unknown(const Node& child, Faults& faults) const {
  if (const auto refused = refused_.find(child.key()); refused != refused_.end())
    return faults.add(child.key_place(), refused->second);
  std::vector<std::string> names;
  for (const Key& key : keys_) names.push_back(key.name);
  if (const auto nearest = find_nearest(child.key(), names))
    return faults.add(child.key_place(), "unknown key; did you mean " + *nearest + "?");
  faults.add(child.key_place(), "unknown key; expected one of " + listed(names));
}

bool Keys::read(const Node& map, Faults& faults, const DecodeKey& decode) const {
  std::vector<bool> is_seen(keys_.size());
  std::vector<std::string_view> spelled(keys_.size());
  bool is_good = true;
  bool is_refused = false;
  for (const Node child : map.children()) {
    const auto known = by_name_.find(child.key());
    if (known == by_name_.end()) {
      tell_unknown(child, faults);
      is_refused = is_refused || refused_.contains(child.key());
      is_good = false;
      continue;
    }
    const std::size_t index = known->second;
    const Key& key = keys_[index];
    if (is_seen[index]) {
      // The very same key twice was the document's fault.
      if (spelled[index] != child.key())
        faults.add(child.key_place(), "is another spelling of " + std::string(spelled[index]) +
                                          ", which stands here too");
      is_good = false;
      continue;
    }
    is_seen[index] = true;
    spelled[index] = child.key();
    if (!key.deprecated.empty()) faults.warn(child.key_place(), "is deprecated; " + key.deprecated);
    // `key:` with nothing behind it is how people leave a key out.
    const bool is_empty = child.is_null() && !child.is_broken() && !child.is_from_variable();
    if (is_empty && !key.is_required && !key.passes_null) {
      faults.warn(child, "has no value and means nothing; leave the key out");
      continue;
    }
    is_good = decode(index, child) && is_good;
  }
  // What a refused key would have stood for is not missing.
  return (is_refused || check_presence(map, is_seen, faults)) && is_good;
}

bool Keys::check_presence(const Node& map, const std::vector<bool>& is_seen, Faults& faults) const {
  bool is_good = true;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (!keys_[i].is_required || is_seen[i]) continue;
    faults.add(map, "missing the required key " + keys_[i].name);
    is_good = false;
  }
  for (const Group& group : choices_) {
    std::vector<std::string> found;
    for (const std::string& name : group.names)
      if (is_seen[by_name_.find(name)->second]) found.push_back(name);
    if (found.size() == 1 || (found.empty() && group.choice == Choice::at_most_one)) continue;
    faults.add(map, found.empty() ? "expected one of the keys " + listed(group.names)
                                  : "found " + listed(found) + "; only one of them may stand");
    is_good = false;
  }
  return is_good;
}

Schema Keys::schema(Definitions& definitions) const {
  return definitions.refer(name_, [this](Definitions& all) { return describe(all); });
}

Schema Keys::describe_properties(Definitions& definitions) const {
  Schema out;
  for (const Key& key : keys_) {
    Schema property = key.schema(definitions);
    property.set_text("description", key.doc);
    if (!key.default_json.empty()) property.set("default", key.default_json);
    if (!key.deprecated.empty()) property.set("deprecated", "true");
    if (key.is_ours) property.set("x-jotgate", "true");
    out.set(key.name, property);
  }
  for (const auto& [name, index] : by_name_) {
    if (name == keys_[index].name) continue;
    Schema property = keys_[index].schema(definitions);
    property.set_text("description", "Another spelling of " + keys_[index].name + ".");
    out.set(name, property);
  }
  return out;
}

Schema Keys::describe(const Group& group) const {
  std::vector<std::string> alternatives;
  for (const std::string& name : group.names) {
    Schema alternative;
    alternatives.push_back(alternative.set("required", json_texts({name})).text());
  }
  if (group.choice == Choice::at_most_one) {
    Schema any, none;
    any.set("anyOf", json_list(alternatives));
    alternatives.push_back(none.set("not", any).text());
  }
  Schema out;
  return out.set("oneOf", json_list(alternatives));
}

Schema Keys::describe(Definitions& definitions) const {
  std::vector<std::string> required;
  for (const Key& key : keys_)
    if (key.is_required) required.push_back(key.name);
  std::vector<std::string> rules;
  for (const Group& group : choices_) rules.push_back(describe(group).text());
  Schema out = Schema::of_type("object");
  out.set_text("description", doc_).set("properties", describe_properties(definitions));
  if (!required.empty()) out.set("required", json_texts(required));
  if (!rules.empty()) out.set("allOf", json_list(rules));
  return out.set("additionalProperties", "false");
}

}  // namespace jg::config
