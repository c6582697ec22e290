#include "config/node_json.h"

#include <cmath>

#include "json/text.h"
#include "json/writer.h"

namespace jg::config {
namespace {

bool write(json::Writer& json, const Node& node);

bool write_children(json::Writer& json, const Node& node) {
  const bool is_map = node.is_map();
  is_map ? json.begin_object() : json.begin_array();
  bool is_good = true;
  for (const Node child : node.children()) {
    if (is_map) json.key(child.key());
    is_good = write(json, child) && is_good;
  }
  is_map ? json.end_object() : json.end_array();
  return is_good;
}

bool write(json::Writer& json, const Node& node) {
  switch (node.kind()) {
    case Kind::null: json.raw("null"); return true;
    case Kind::boolean: json.raw(*node.as_bool() ? "true" : "false"); return true;
    case Kind::integer: json.raw(std::to_string(*node.as_int())); return true;
    case Kind::number: {
      std::string number;
      json::append_number(number, *node.as_double());
      json.raw(number);
      return std::isfinite(*node.as_double());
    }
    case Kind::string: json.text(node.text()); return true;
    case Kind::list:
    case Kind::map: return write_children(json, node);
  }
  return false;
}

}  // namespace

std::optional<std::string> json_of(const Node& node) {
  std::string out;
  json::Writer json(out);
  if (!write(json, node)) return std::nullopt;
  return out;
}

}  // namespace jg::config
