// mcp/openapi/operation.h - one operation of a service, as a tool is called and as a request is made.
//
// Owner:  its Service. Thread: immutable.
// Spec:   OpenAPI "Operation Object", "Parameter Object", "Request Body Object".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "mcp/openapi/path_template.h"

namespace jg::mcp::openapi {

// Where a parameter stands; also the name of its group among a tool's arguments.
enum class Group : std::uint8_t { path, query, header };

// How a list or an object is spelled; `json` is of a parameter that has `content`.
enum class Style : std::uint8_t {
  simple,
  form,
  space_delimited,
  pipe_delimited,
  deep_object,
  json
};

struct Parameter {
  Group group = Group::query;
  std::string name;
  Style style = Style::form;
  bool explodes = false;
  bool is_required = false;
  json::Value schema = {};  // of the operation's input_schema
};

struct Body {
  enum class Kind : std::uint8_t { json, bytes };
  Kind kind = Kind::json;
  std::string content_type = {};
  bool is_required = false;
  json::Value schema = {};  // of the operation's input_schema
};

struct Operation {
  std::string name;
  std::string method;
  PathTemplate path;
  std::vector<Parameter> parameters;
  std::optional<Body> body;
  json::Document input_schema;
  std::string tool;  // what tools/list says of it, as JSON
};

constexpr std::string_view name_of(Group group) {
  switch (group) {
    case Group::path: return "path";
    case Group::query: return "query";
    case Group::header: return "header";
  }
  return {};
}

}  // namespace jg::mcp::openapi
