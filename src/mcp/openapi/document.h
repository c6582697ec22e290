// mcp/openapi/document.h - the description of a REST service as parsed JSON, with references to
// follow.
//
// Owner:  self-contained; its Values live as long as it.
// Thread: immutable.
// Errors: told to a Teller.
// Limits: kMostBytes; nested 64 deep; kMostHops references behind one another.
// Spec:   OpenAPI 3.0 and 3.1, in JSON or YAML; RFC 6901 for what stands behind `#`.
// Trust:  chosen by the operator, written by somebody else: nothing outside of it is read, no
//         variable is put in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"
#include "mcp/openapi/teller.h"

namespace jg::mcp::openapi {

class Document {
 public:
  static constexpr std::size_t kMostBytes = 8 << 20;
  static constexpr int kMostHops = 16;

  // `name` is what messages about the text itself call it.
  static std::optional<Document> parse(std::string_view text, const std::string& name,
                                       const Teller& teller);

  json::Value root() const { return json_.root(); }
  // What `#/components/schemas/Pet` stands for; nothing for a reference that leads nowhere, or out
  // of here.
  std::optional<json::Value> find(std::string_view reference) const;
  // `value` itself, or what it refers to.
  std::optional<json::Value> resolve(json::Value value) const;

 private:
  explicit Document(json::Document json) : json_(std::move(json)) {}

  json::Document json_;
};

// What is told of a reference that cannot be followed.
std::string lost_text(std::string_view reference);

// The text of `$ref`, when there is one.
std::optional<std::string_view> reference_in(json::Value value);

// Of a member that is text; empty otherwise.
std::string_view text_in(json::Value value, std::string_view member);
bool is_true_in(json::Value value, std::string_view member);

}  // namespace jg::mcp::openapi
