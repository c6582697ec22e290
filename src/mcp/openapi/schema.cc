#include "mcp/openapi/schema.h"

#include <algorithm>
#include <array>

namespace jg::mcp::openapi {

using json::Kind;
using json::Value;

struct SchemaWriter::Keyword {
  std::string_view name;
  Holds holds = Holds::value;
};

// What is not here is left out: it is OpenAPI's own, or says how schemas refer to one another.
const SchemaWriter::Keyword* SchemaWriter::find_keyword(std::string_view name) {
  static constexpr auto kKeywords = std::to_array<Keyword>({
      {"title"},
      {"description"},
      {"default"},
      {"examples"},
      {"deprecated"},
      {"type"},
      {"enum"},
      {"const"},
      {"format"},
      {"contentEncoding"},
      {"contentMediaType"},
      {"multipleOf"},
      {"maximum"},
      {"minimum"},
      {"exclusiveMaximum"},
      {"exclusiveMinimum"},
      {"maxLength"},
      {"minLength"},
      {"pattern"},
      {"maxItems"},
      {"minItems"},
      {"uniqueItems"},
      {"maxContains"},
      {"minContains"},
      {"maxProperties"},
      {"minProperties"},
      {"required"},
      {"items", Holds::schema},
      {"contains", Holds::schema},
      {"additionalProperties", Holds::schema},
      {"unevaluatedItems", Holds::schema},
      {"unevaluatedProperties", Holds::schema},
      {"propertyNames", Holds::schema},
      {"not", Holds::schema},
      {"if", Holds::schema},
      {"then", Holds::schema},
      {"else", Holds::schema},
      {"prefixItems", Holds::list},
      {"allOf", Holds::list},
      {"anyOf", Holds::list},
      {"oneOf", Holds::list},
      {"properties", Holds::map},
      {"patternProperties", Holds::map},
      {"dependentSchemas", Holds::map},
  });
  const auto found = std::ranges::find(kKeywords, name, &Keyword::name);
  return found == kKeywords.end() ? nullptr : &*found;
}

void SchemaWriter::write(json::Writer& to, std::string& out, Value schema) {
  to_ = &to;
  out_ = &out;
  begin_ = out.size();
  write_schema(schema);
}

void SchemaWriter::write_schema(Value schema) {
  document_.count(1 + schema.size());
  is_too_large_ = is_too_large_ || out_->size() - begin_ > kMostBytes || document_.is_too_complex();
  if (const auto all = schema.as_bool()) {
    to_->raw(*all ? "true" : "false");
    return;
  }
  if (schema.kind() != Kind::object || is_too_large_) {
    to_->raw("{}");
    return;
  }
  if (depth_ == kDeepest) {
    if (!cut_) cut_ = within_.empty() ? "a schema" : within_.back();
    to_->raw("{}");
    return;
  }
  ++depth_;
  if (const auto reference = reference_in(schema)) {
    write_reference(schema, *reference);
  } else {
    to_->begin_object();
    write_members(schema);
    to_->end_object();
  }
  --depth_;
}

void SchemaWriter::write_reference(Value schema, std::string_view reference) {
  const auto found = document_.find(reference);
  if (!found && !lost_) lost_ = reference;
  const bool is_within_itself = std::ranges::find(within_, reference) != within_.end();
  if (is_within_itself && !cut_) cut_ = reference;
  if (!found || is_within_itself) {
    to_->raw("{}");
    return;
  }
  bool says_more = false;
  schema.for_each_member(
      [&](std::string_view name, Value) { says_more = says_more || find_keyword(name); });
  within_.emplace_back(reference);
  if (says_more) to_->begin_object().key("allOf").begin_array();
  write_schema(*found);
  within_.pop_back();
  if (!says_more) return;
  to_->end_array();
  write_members(schema);
  to_->end_object();
}

void SchemaWriter::write_members(Value schema) {
  schema.for_each_member(
      [&](std::string_view name, Value value) { write_member(schema, name, value); });
}

void SchemaWriter::write_member(Value schema, std::string_view name, Value value) {
  const Keyword* const keyword = find_keyword(name);
  if (keyword == nullptr) return;
  if (name == "type") return write_type(schema, value);
  if (name == "minimum") return write_bound(name, "exclusiveMinimum", schema);
  if (name == "maximum") return write_bound(name, "exclusiveMaximum", schema);
  if (name == "required") return write_required(schema, value);
  if (name == "properties") return write_properties(value);
  switch (keyword->holds) {
    case Holds::value:
      if (value.kind() != Kind::boolean || !name.starts_with("exclusive"))
        to_->member_raw(name, value.dump());
      return;
    case Holds::schema: to_->key(name); return write_schema(value);
    case Holds::list:
      to_->key(name).begin_array();
      value.for_each_element([&](Value element) { write_schema(element); });
      to_->end_array();
      return;
    case Holds::map:
      to_->key(name).begin_object();
      value.for_each_member([&](std::string_view key, Value member) {
        to_->key(key);
        write_schema(member);
      });
      to_->end_object();
      return;
  }
}

// 3.0 has `nullable` beside one type.
void SchemaWriter::write_type(Value schema, Value type) {
  to_->key("type");
  if (type.kind() != Kind::string || !is_true_in(schema, "nullable")) {
    to_->raw(type.dump());
    return;
  }
  to_->begin_array().raw(type.dump()).text("null").end_array();
}

// 3.0 says whether the bound itself is excluded.
void SchemaWriter::write_bound(std::string_view name, std::string_view exclusive, Value schema) {
  to_->member_raw(is_true_in(schema, exclusive) ? exclusive : name, schema.find(name)->dump());
}

void SchemaWriter::write_required(Value schema, Value required) {
  const Value properties = schema.find("properties").value_or(Value());
  to_->key("required").begin_array();
  required.for_each_element([&](Value name) {
    document_.count(properties.size());
    if (document_.is_too_complex()) return;
    const auto property = properties.find(name.as_string().value_or(std::string_view()));
    if (name.as_string() && !(property && is_left_out(*property))) to_->raw(name.dump());
  });
  to_->end_array();
}

void SchemaWriter::write_properties(Value properties) {
  to_->key("properties").begin_object();
  properties.for_each_member([&](std::string_view name, Value property) {
    if (is_left_out(property)) return;
    to_->key(name);
    write_schema(property);
  });
  to_->end_object();
}

bool SchemaWriter::is_left_out(Value property) const {
  if (document_.is_too_complex()) return true;
  const auto resolved = document_.resolve(property);
  return is_true_in(property, "readOnly") || (resolved && is_true_in(*resolved, "readOnly"));
}

}  // namespace jg::mcp::openapi
