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

std::string indented(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  bool is_in_string = false;
  const auto new_line = [&] { out += '\n' + std::string(2 * depth, ' '); };
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (is_in_string) {
      out += c;
      if (c == '\\' && at + 1 < json.size()) out += json[++at];
      is_in_string = c != '"';
      continue;
    }
    const char next = at + 1 < json.size() ? json[at + 1] : '\0';
    if ((c == '}' || c == ']') && depth > 0 && !out.ends_with('{') && !out.ends_with('[')) {
      --depth;
      new_line();
    }
    out += c;
    if (c == '"') is_in_string = true;
    if (c == ':') out += ' ';
    if (c == ',') new_line();
    if ((c == '{' && next != '}') || (c == '[' && next != ']')) {
      ++depth;
      new_line();
    }
  }
  return out;
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
