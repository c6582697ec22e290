// config/keys.h - the keys one object may have, and what to tell about those it may not.
//
// Owner: Object, whose untyped half this is.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.h"
#include "config/json_schema.h"

namespace jg::config {

struct Key {
  std::string name;
  std::string doc;
  bool is_required = false;
  bool is_ours = false;      // jotgate's own addition to agentgateway's configuration
  bool passes_null = false;  // `key:` without a value goes to the decoder, which mostly refuses it
  std::string deprecated = {};  // what to use instead; empty when the key is not
  std::string default_json = {};
  std::function<Schema(Definitions&)> schema = {};
};

class Keys {
 public:
  enum class Choice : std::uint8_t { exactly_one, at_most_one };

  Keys(std::string_view name, std::string_view doc) : name_(name), doc_(doc) {}

  void add(Key key);
  void alias(std::string_view name, std::string_view canonical);
  void refuse(std::string_view name, std::string message);
  void choose(Choice choice, std::vector<std::string> names);  // of keys described already
  Key& at(std::string_view name);
  void include(const Keys& other);  // its keys come behind those here

  // Calls decode(index of the key, its node) for each; false when anything was at fault.
  using DecodeKey = std::function<bool(std::size_t, const Node&)>;
  bool read(const Node& map, Faults& faults, const DecodeKey& decode) const;

  Schema schema(Definitions& definitions) const;
  const std::string& name() const { return name_; }
  std::size_t size() const { return keys_.size(); }

 private:
  struct Group {
    Choice choice;
    std::vector<std::string> names;
  };

  void tell_unknown(const Node& child, Faults& faults) const;
  bool check_presence(const Node& map, const std::vector<bool>& is_seen, Faults& faults) const;
  Schema describe(Definitions& definitions) const;
  Schema describe_properties(Definitions& definitions) const;
  Schema describe(const Group& group) const;

  std::string name_;
  std::string doc_;
  std::vector<Key> keys_;
  std::map<std::string, std::size_t, std::less<>> by_name_;  // names and aliases
  std::map<std::string, std::string, std::less<>> refused_;  // and why
  std::vector<Group> choices_;
};

}  // namespace jg::config
