// config/json_schema.h - JSON Schema as ready JSON text, put together from the features' pieces.
//
// Spec: JSON Schema draft 2020-12, where `$ref` may have siblings.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jg::config {

// One schema, e.g. {"type": "string"}; empty allows anything.
class Schema {
 public:
  Schema() = default;
  static Schema of_type(std::string_view type);
  static Schema any_of(const std::vector<Schema>& alternatives);

  Schema& set(std::string_view key, std::string json);  // json is JSON text
  Schema& set_text(std::string_view key, std::string_view text);
  Schema& set(std::string_view key, const Schema& value) { return set(key, value.text()); }

  bool empty() const { return members_.empty(); }
  std::string text() const;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

std::string json_text(std::string_view text);
std::string json_list(const std::vector<std::string>& items);  // of JSON texts
std::string json_texts(const std::vector<std::string>& words);

// The same JSON with a line for each member and element.
std::string indented(std::string_view json);

// The named objects of a schema, each written once under `$defs`.
class Definitions {
 public:
  // A reference to the object of that name; describes it first when it is met for the first time.
  Schema refer(std::string_view name, const std::function<Schema(Definitions&)>& describe);
  Schema all() const;  // what stands under `$defs`
  bool empty() const { return definitions_.empty(); }

 private:
  std::vector<std::pair<std::string, Schema>> definitions_;
};

}  // namespace jg::config
