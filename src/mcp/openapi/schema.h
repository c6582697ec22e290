// mcp/openapi/schema.h - a schema of a description as JSON Schema that stands for itself.
//
// References are put in; what OpenAPI has beside JSON Schema is turned or left out. Of what a request
// may not hold (`readOnly`) nothing is said.
//
// Owner:  the stack of one load.
// Limits: kMostBytes of a text; kDeepest levels, below which anything goes. A schema within itself
//         is cut there: anything goes.
// Spec:   OpenAPI 3.0 "Schema Object", 3.1 the same (JSON Schema 2020-12).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json/writer.h"
#include "mcp/openapi/document.h"

namespace jg::mcp::openapi {

class SchemaWriter {
 public:
  static constexpr std::size_t kMostBytes = 256 << 10;
  static constexpr int kDeepest = 40;

  explicit SchemaWriter(const Document& document) : document_(document) {}

  // Appends what `schema` stands for. Afterwards:
  void write(json::Writer& to, std::string& out, json::Value schema);
  // a reference that leads nowhere, or out of the description;
  const std::optional<std::string>& lost() const { return lost_; }
  // the first schema that is cut since it is within itself, or too deep;
  const std::optional<std::string>& cut() const { return cut_; }
  // more than kMostBytes, or more work than the description may make.
  bool is_too_large() const { return is_too_large_; }

 private:
  enum class Holds : std::uint8_t { value, schema, list, map };
  struct Keyword;
  static const Keyword* find_keyword(std::string_view name);

  void write_schema(json::Value schema);
  void write_reference(json::Value schema, std::string_view reference);
  void write_members(json::Value schema);
  void write_member(json::Value schema, std::string_view name, json::Value value);
  void write_type(json::Value schema, json::Value type);
  void write_bound(std::string_view name, std::string_view exclusive, json::Value schema);
  void write_required(json::Value schema, json::Value required);
  void write_properties(json::Value properties);
  bool is_left_out(json::Value property) const;

  const Document& document_;
  json::Writer* to_ = nullptr;
  std::string* out_ = nullptr;
  std::size_t begin_ = 0;
  int depth_ = 0;
  std::vector<std::string> within_;  // the references that are being put in
  std::optional<std::string> lost_;
  std::optional<std::string> cut_;
  bool is_too_large_ = false;
};

}  // namespace jg::mcp::openapi
