#include "config/json_schema.h"

#include <algorithm>

#include "json/text.h"

namespace jg::config {

Schema Schema::of_type(std::string_view type) {
  Schema out;
  out.set_text("type", type);
  return out;
}

Schema Schema::any_of(const std::vector<Schema>& alternatives) {
  std::vector<std::string> texts;
  for (const Schema& alternative : alternatives) texts.push_back(alternative.text());
  Schema out;
  out.set("anyOf", json_list(texts));
  return out;
}

Schema& Schema::set(std::string_view key, std::string json) {
  const auto known = std::ranges::find(members_, key, &std::pair<std::string, std::string>::first);
  if (known != members_.end()) {
    known->second = std::move(json);
  } else {
    members_.emplace_back(key, std::move(json));
  }
  return *this;
}

Schema& Schema::set_text(std::string_view key, std::string_view text) {
  return set(key, json_text(text));
}

std::string Schema::text() const {
  std::string out = "{";
  for (const auto& [key, json] : members_) {
    if (out.size() > 1) out += ",";
    json::append_quoted(out, key);
    out += ":" + json;
  }
  return out + "}";
}

std::string json_text(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

std::string json_list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ",";
    out += item;
  }
  return out + "]";
}

std::string json_texts(const std::vector<std::string>& words) {
  std::vector<std::string> items;
  for (const std::string& word : words) items.push_back(json_text(word));
  return json_list(items);
}

Schema Definitions::refer(std::string_view name,
                          const std::function<Schema(Definitions&)>& describe) {
  Schema out;
  out.set_text("$ref", "#/$defs/" + std::string(name));
  const auto is_named = [&](const auto& known) { return known.first == name; };
  if (std::ranges::any_of(definitions_, is_named)) return out;
  // The name is taken before the description, so an object may hold itself.
  const std::size_t at = definitions_.size();
  definitions_.emplace_back(name, Schema());
  Schema described = describe(*this);
  definitions_[at].second = std::move(described);
  return out;
}

Schema Definitions::all() const {
  Schema out;
  for (const auto& [name, schema] : definitions_) out.set(name, schema);
  return out;
}

}  // namespace jg::config
