#include "mcp/openapi/request.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "config/document.h"
#include "mcp/openapi/conformity.h"
#include "mcp/openapi/style.h"

namespace jg::mcp::openapi {
namespace {

using json::Kind;
using json::Value;

bool has_parameter(const Operation& operation, std::string_view group, std::string_view name) {
  return std::ranges::any_of(operation.parameters, [&](const Parameter& parameter) {
    return name_of(parameter.group) == group && (name.empty() || parameter.name == name);
  });
}

Checked<void> check_group(const Operation& operation, std::string_view group, Value members) {
  const std::string place(group);
  if (!has_parameter(operation, group, {})) return mistake(config::quoted(group), "is not known");
  if (members.is_null()) return {};
  if (members.kind() != Kind::object) return mistake(place, "is not of type object");
  Checked<void> out;
  members.for_each_member([&](std::string_view name, Value) {
    if (out && !has_parameter(operation, group, name))
      out = mistake(place, "has no member " + config::quoted(name));
  });
  return out;
}

Checked<void> check_groups(const Operation& operation, Value arguments) {
  if (!arguments.is_null() && arguments.kind() != Kind::object)
    return mistake("arguments", "is not of type object");
  Checked<void> out;
  arguments.for_each_member([&](std::string_view group, Value members) {
    if (out && !(group == "body" && operation.body)) out = check_group(operation, group, members);
  });
  return out;
}

// Nothing when it is absent and may be.
Checked<std::optional<Value>> find_value(const Parameter& parameter, Value arguments,
                                         const std::string& place) {
  const Value group = arguments.find(name_of(parameter.group)).value_or(Value());
  const auto value = group.find(parameter.name);
  if (!value || value->is_null()) {
    if (parameter.is_required) return mistake(place, "is missing");
    return std::nullopt;
  }
  if (auto good = check_value(parameter.schema, *value, place); !good)
    return std::unexpected(std::move(good.error()));
  return value;
}

class Maker {
 public:
  Maker(const Operation& operation, Value arguments)
      : operation_(operation), arguments_(arguments) {}

  Checked<Request> make() {
    auto good = check_groups(operation_, arguments_);
    for (const Parameter& parameter : operation_.parameters)
      if (good) good = put(parameter);
    if (good) good = put_body();
    if (!good) return std::unexpected(std::move(good.error()));
    request_.path = operation_.path.fill(path_values_);
    if (request_.path.size() + request_.query.size() > Request::kMostTarget)
      return mistake("arguments", "are too long for a URL");
    return std::move(request_);
  }

 private:
  Checked<void> put(const Parameter& parameter) {
    const std::string place = std::string(name_of(parameter.group)) + "." + parameter.name;
    const auto value = find_value(parameter, arguments_, place);
    if (!value) return std::unexpected(value.error());
    if (!*value) return {};
    switch (parameter.group) {
      case Group::path:
        return keep(write_path_value(parameter, **value, place), [&](auto text) {
          const auto at = std::ranges::find(operation_.path.names(), parameter.name);
          path_values_[at - operation_.path.names().begin()] = std::move(text);
        });
      case Group::query:
        return keep(write_query(parameter, **value, place), [&](auto text) {
          if (!request_.query.empty() && !text.empty()) request_.query += '&';
          request_.query += text;
        });
      case Group::header:
        return keep(write_field_value(parameter, **value, place), [&](auto text) {
          request_.fields.emplace_back(ascii::lower(parameter.name), std::move(text));
        });
    }
    return {};
  }

  template <class Take>
  static Checked<void> keep(Checked<std::string> text, Take take) {
    if (!text) return std::unexpected(std::move(text.error()));
    take(std::move(*text));
    return {};
  }

  Checked<void> put_body() {
    const auto& body = operation_.body;
    if (!body) return {};
    const auto value = arguments_.find("body");
    if (!value) return body->is_required ? mistake("body", "is missing") : Checked<void>();
    if (auto good = check_value(body->schema, *value, "body"); !good) return good;
    if (body->kind == Body::Kind::json) {
      request_.body = value->dump();
      return {};
    }
    const auto text = value->as_string();
    request_.body = text ? base64_decode(*text) : std::nullopt;
    if (!request_.body) return mistake("body", "is not base64");
    return {};
  }

  const Operation& operation_;
  const Value arguments_;
  std::vector<std::string> path_values_ = std::vector<std::string>(operation_.path.names().size());
  Request request_;
};

}  // namespace

Checked<Request> make_request(const Operation& operation, Value arguments) {
  return Maker(operation, arguments).make();
}

}  // namespace jg::mcp::openapi
