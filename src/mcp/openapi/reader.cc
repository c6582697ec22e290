#include "mcp/openapi/reader.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "exchange/gateway_field.h"
#include "http/grammar.h"
#include "mcp/openapi/guarded_field.h"

namespace jg::mcp::openapi {
namespace {

using json::Value;

constexpr std::size_t kLongestName = 128;

bool is_tool_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, [](char c) {
    return ascii::is_alnum(c) || std::string_view("_-./").contains(c);
  });
}

std::optional<Group> group_of(std::string_view in) {
  for (const Group group : {Group::path, Group::query, Group::header})
    if (in == name_of(group)) return group;
  return std::nullopt;
}

// Says who calls, where to, or how the message is made; a client's word must not stand there.
bool is_guarded(std::string_view field) {
  return is_guarded_field(field) || exchange::is_gateway_field(field) || field == "cookie" ||
         field == "forwarded" || field.starts_with("x-forwarded-");
}

// RFC 9110 has them, and the gateway or its policies write them.
bool is_no_parameter(std::string_view field) {
  return field == "accept" || field == "content-type" || field == "authorization";
}

struct StyleName {
  std::string_view name;
  Style style;
  bool is_of_query;
};
constexpr auto kStyles = std::to_array<StyleName>({
    {"simple", Style::simple, false},
    {"form", Style::form, true},
    {"spaceDelimited", Style::space_delimited, true},
    {"pipeDelimited", Style::pipe_delimited, true},
    {"deepObject", Style::deep_object, true},
});

std::optional<Style> style_of(Value parameter, Group group) {
  if (parameter.find("content")) return Style::json;
  const std::string_view named = text_in(parameter, "style");
  const bool is_of_query = group == Group::query;
  if (named.empty()) return is_of_query ? Style::form : Style::simple;
  const auto found = std::ranges::find(kStyles, named, &StyleName::name);
  if (found == kStyles.end() || found->is_of_query != is_of_query) return std::nullopt;
  return found->style;
}

// Of `content`, which must be JSON, or of `schema`; anything goes without.
std::optional<Value> schema_of(Value parameter) {
  const auto content = parameter.find("content");
  if (!content) return parameter.find("schema").value_or(Value());
  const auto json = content->find("application/json");
  if (!json || content->size() != 1) return std::nullopt;
  return json->find("schema").value_or(Value());
}

std::string_view without_parameters(std::string_view type) {
  return ascii::trim(type.substr(0, type.find(';')));
}

// How a body is made for a type of content; what is wanted most first.
enum class Fit : std::uint8_t { json, some_json, anything, bytes };

std::optional<Fit> fit_of(std::string_view type) {
  if (!http::is_value(type)) return std::nullopt;
  if (ascii::iequals(type, "application/json")) return Fit::json;
  if (type.ends_with("+json")) return Fit::some_json;
  if (type == "*/*" || type == "application/*") return Fit::anything;
  if (ascii::iequals(type, "application/octet-stream")) return Fit::bytes;
  return std::nullopt;
}

}  // namespace

bool Reader::leave_out(Value parameter, const std::string& pointer, std::string_view why) const {
  const bool is_required = is_true_in(parameter, "required");
  teller_.warn(pointer,
               std::string(why) + (is_required ? "; the operation, which needs it, is left out"
                                               : "; it is left out"));
  return !is_required;
}

bool Reader::refuse_lost(Value described, const std::string& pointer) const {
  teller_.refuse(pointer, lost_text(*reference_in(described)));
  return false;
}

bool Reader::read_parameters(Value list, const std::string& pointer, Draft& draft) const {
  std::size_t index = 0;
  bool is_good = true;
  list.for_each_element([&](Value described) {
    const std::string place = within(pointer, std::to_string(index++));
    is_good = is_good && !document_.is_too_complex() && read_parameter(described, place, draft);
  });
  return is_good;
}

bool Reader::read_parameter(Value described, const std::string& pointer, Draft& draft) const {
  const auto found = document_.resolve(described);
  if (!found) return refuse_lost(described, pointer);
  const std::string_view name = text_in(*found, "name");
  if (name.empty()) {
    teller_.refuse(pointer, "has no `name`");
    return false;
  }
  const std::string_view in = text_in(*found, "in");
  const auto group = group_of(in);
  if (!group)
    return leave_out(*found, pointer, "jotgate sends nothing in `" + std::string(in) + "`");
  const std::string field = ascii::lower(name);
  if (group == Group::header) {
    if (is_no_parameter(field)) return true;
    if (!http::is_lower_token(field) || is_guarded(field))
      return leave_out(*found, pointer, "the field " + field + " is not a client's to write");
  }
  const auto style = style_of(*found, *group);
  const auto schema = schema_of(*found);
  if (!style || !schema)
    return leave_out(*found, pointer, "jotgate does not know how to spell this parameter");
  const std::string_view description = text_in(*found, "description");
  document_.count(description.size() + draft.parameters.size());
  const auto explode = found->find("explode");
  const Parameter parameter{
      .group = *group,
      .name = std::string(name),
      .style = *style,
      .explodes = explode ? explode->as_bool().value_or(false) : style == Style::form,
      .is_required = group == Group::path || is_true_in(*found, "required")};
  draft.put({parameter, *schema, std::string(description)});
  return true;
}

bool Reader::read_body(Value described, const std::string& pointer, Draft& draft) const {
  const auto found = document_.resolve(described);
  if (!found) return refuse_lost(described, pointer);
  std::optional<Fit> best;
  Value media;
  Body body{.is_required = is_true_in(*found, "required")};
  const Value content = found->find("content").value_or(Value());
  document_.count(content.size());
  content.for_each_member([&](std::string_view name, Value value) {
    const std::string_view type = without_parameters(name);
    const auto fit = fit_of(type);
    if (!fit || (best && *best <= *fit)) return;
    best = fit;
    media = value;
    body.kind = fit == Fit::bytes ? Body::Kind::bytes : Body::Kind::json;
    body.content_type = fit == Fit::anything ? "application/json" : type;
  });
  if (!best) return leave_out(*found, pointer, "jotgate sends JSON and octet streams");
  draft.operation.body = std::move(body);
  draft.body_schema = media.find("schema").value_or(Value());
  return true;
}

bool Reader::check_path(const std::string& pointer, const Draft& draft) const {
  const std::vector<std::string>& names = draft.operation.path.names();
  const auto is_in_path = [](const DraftParameter& parameter) {
    return parameter.is.group == Group::path;
  };
  const bool has_all = std::ranges::all_of(
      names, [&](const std::string& name) { return draft.has(Group::path, name); });
  if (has_all && std::ranges::count_if(draft.parameters, is_in_path) == std::ssize(names))
    return true;
  teller_.warn(pointer, "its parameters are not those of its path; it is left out");
  return false;
}

std::optional<Operation> Reader::read(Value operation, const Place& place) const {
  const std::string& pointer = place.pointer;
  document_.count(operation.size());
  Draft draft;
  draft.operation.name = text_in(operation, "operationId");
  draft.operation.method = place.method;
  if (!is_tool_name(draft.operation.name)) {
    teller_.warn(pointer, "has no operationId that can be a tool's name; it is left out");
    return std::nullopt;
  }
  if (operation.find("servers") || place.item.find("servers")) {
    teller_.warn(pointer, "is of servers of its own; it is left out");
    return std::nullopt;
  }
  auto path = PathTemplate::parse(place.path);
  if (!path) {
    teller_.warn(pointer, "its path is not one that can be sent as it is; it is left out");
    return std::nullopt;
  }
  draft.operation.path = std::move(*path);
  const Value shared = place.item.find("parameters").value_or(Value());
  const Value own = operation.find("parameters").value_or(Value());
  if (!read_parameters(shared, within(place.item_pointer, "parameters"), draft) ||
      !read_parameters(own, within(pointer, "parameters"), draft))
    return std::nullopt;
  const auto body = operation.find("requestBody");
  if (body && !read_body(*body, within(pointer, "requestBody"), draft)) return std::nullopt;
  if (!check_path(pointer, draft)) return std::nullopt;
  return finish(std::move(draft), operation, {document_, teller_, pointer});
}

}  // namespace jg::mcp::openapi
