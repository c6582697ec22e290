#include "mcp/openapi/draft.h"

#include <algorithm>
#include <utility>

#include "mcp/openapi/schema.h"

namespace jg::mcp::openapi {
namespace {

using json::Value;

// Describes the parameter, whatever its schema says of itself.
std::string with_description(std::string schema, std::string_view description) {
  if (description.empty() || !schema.starts_with('{')) return schema;
  std::string out;
  json::Writer to(out);
  to.begin_object().member("description", description);
  if (schema.contains("\"description\":")) {
    to.key("allOf").begin_array().raw(schema).end_array().end_object();
    return out;
  }
  return out.append(schema == "{}" ? "" : ",").append(schema.substr(1));
}

class InputWriter {
 public:
  InputWriter(const Draft& draft, const Document& document) : draft_(draft), schemas_(document) {}

  std::string write() {
    to_.begin_object().member("type", "object").key("properties").begin_object();
    for (const Group group : {Group::path, Group::query, Group::header}) write_group(group);
    if (const auto& body = draft_.operation.body) {
      to_.member_raw("body", schema_text(draft_.body_schema, body->kind));
      if (body->is_required) required_.emplace_back("body");
    }
    to_.end_object();
    write_required(required_);
    to_.end_object();
    return std::move(out_);
  }
  const SchemaWriter& schemas() const { return schemas_; }

 private:
  std::string schema_text(Value schema, Body::Kind kind = Body::Kind::json) {
    if (kind == Body::Kind::bytes) return R"({"type":"string","contentEncoding":"base64"})";
    std::string out;
    json::Writer to(out);
    schemas_.write(to, out, schema);
    return out;
  }

  void write_required(const std::vector<std::string>& names) {
    if (names.empty()) return;
    to_.key("required").begin_array();
    for (const std::string& name : names) to_.text(name);
    to_.end_array();
  }

  void write_group(Group group) {
    std::vector<std::string> required;
    bool is_there = false;
    for (const DraftParameter& parameter : draft_.parameters) {
      if (parameter.is.group != group) continue;
      if (!std::exchange(is_there, true))
        to_.key(name_of(group))
            .begin_object()
            .member("type", "object")
            .key("properties")
            .begin_object();
      to_.member_raw(parameter.is.name,
                     with_description(schema_text(parameter.schema), parameter.description));
      if (parameter.is.is_required) required.push_back(parameter.is.name);
    }
    if (!is_there) return;
    to_.end_object();
    write_required(required);
    to_.member_raw("additionalProperties", "false").end_object();
    if (!required.empty()) required_.emplace_back(name_of(group));
  }

  const Draft& draft_;
  SchemaWriter schemas_;
  std::string out_;
  json::Writer to_{out_};
  std::vector<std::string> required_;
};

bool check_schemas(const SchemaWriter& schemas, const DraftPlace& place) {
  if (schemas.lost()) {
    place.teller.refuse(place.pointer, lost_text(*schemas.lost()));
    return false;
  }
  if (schemas.is_too_large()) {
    place.teller.warn(place.pointer, "its schemas are larger than 256 KiB; it is left out");
    return false;
  }
  if (schemas.cut())
    place.teller.warn(
        place.pointer,
        *schemas.cut() + " is within itself or too deep; the tool's schema is cut there");
  return true;
}

Value schema_at(Value input, std::string_view group, std::string_view name) {
  const Value properties = input.find("properties").value_or(Value());
  const Value found = properties.find(group).value_or(Value());
  if (name.empty()) return found;
  return found.find("properties").value_or(Value()).find(name).value_or(Value());
}

std::string tool_text(const Operation& operation, Value described, const std::string& input) {
  const std::string_view summary = text_in(described, "summary");
  const std::string_view description = text_in(described, "description");
  std::string out;
  json::Writer to(out);
  to.begin_object().member("name", operation.name);
  if (!summary.empty()) to.member("title", summary);
  if (!description.empty() || !summary.empty())
    to.member("description", description.empty() ? summary : description);
  to.member_raw("inputSchema", input);
  if (operation.method == "GET" || operation.method == "HEAD")
    to.key("annotations").begin_object().member_raw("readOnlyHint", "true").end_object();
  to.end_object();
  return out;
}

}  // namespace

bool Draft::has(Group group, std::string_view name) const {
  return std::ranges::any_of(parameters, [&](const DraftParameter& parameter) {
    return parameter.is.group == group && parameter.is.name == name;
  });
}

void Draft::put(DraftParameter parameter) {
  std::erase_if(parameters, [&](const DraftParameter& before) {
    return before.is.group == parameter.is.group && before.is.name == parameter.is.name;
  });
  parameters.push_back(std::move(parameter));
}

std::optional<Operation> finish(Draft draft, Value described, const DraftPlace& place) {
  InputWriter writer(draft, place.document);
  const std::string input = writer.write();
  place.document.count(input.size() + draft.parameters.size() * draft.parameters.size());
  if (!check_schemas(writer.schemas(), place)) return std::nullopt;
  auto parsed = json::Document::parse(input, {.bytes = input.size() + 1});
  if (!parsed) {
    place.teller.warn(place.pointer, "its schemas are nested too deep; it is left out");
    return std::nullopt;
  }
  Operation& out = draft.operation;
  out.input_schema = std::move(*parsed);
  const Value root = out.input_schema.root();
  for (DraftParameter& parameter : draft.parameters) {
    parameter.is.schema = schema_at(root, name_of(parameter.is.group), parameter.is.name);
    out.parameters.push_back(std::move(parameter.is));
  }
  if (out.body) out.body->schema = schema_at(root, "body", {});
  out.tool = tool_text(out, described, input);
  return std::move(out);
}

}  // namespace jg::mcp::openapi
