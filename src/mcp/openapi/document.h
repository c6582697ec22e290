// mcp/openapi/document.h - the description of a REST service as parsed JSON, with references to
// follow.
//
// Owner:  self-contained; its Values live as long as it.
// Thread: the one that loads.
// Errors: told to a Teller.
// Limits: kMostBytes; nested 64 deep; kMostHops references behind one another. Members are looked for
//         one by one, and references lead to one place from many: kMostSteps bounds the work of a load.
// Spec:   OpenAPI 3.0 and 3.1, in JSON or YAML; RFC 6901 for what stands behind `#`.
// Trust:  chosen by the operator, written by somebody else: nothing outside of it is read, no
//         variable is put in.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "json/value.h"
#include "mcp/openapi/teller.h"

namespace jg::mcp::openapi {

class Document {
 public:
  static constexpr std::size_t kMostBytes = 8 << 20;
  static constexpr int kMostHops = 16;
  static constexpr std::size_t kMostSteps = 100'000'000;

  // `name` is what messages about the text itself call it.
  static std::optional<Document> parse(std::string_view text, const std::string& name,
                                       const Teller& teller);

  json::Value root() const { return json_.root(); }
  // What `#/components/schemas/Pet` stands for; nothing for a reference that leads nowhere, or out
  // of here.
  std::optional<json::Value> find(std::string_view reference) const;
  // `value` itself, or what it refers to. Its members are counted.
  std::optional<json::Value> resolve(json::Value value) const;

  // Members that are looked at, bytes that are written.
  void count(std::size_t steps) const { steps_ += steps; }
  // Then what was read is not to be used, and reading may end anywhere.
  bool is_too_complex() const { return steps_ > kMostSteps; }

 private:
  explicit Document(json::Document json) : json_(std::move(json)) {}

  std::optional<json::Value> look_up(std::string_view reference) const;

  using Found = boost::unordered_flat_map<std::string, std::optional<json::Value>, KeyedHash,
                                          std::equal_to<>>;

  json::Document json_;
  mutable Found found_;  // of each reference that was followed
  mutable std::size_t steps_ = 0;
};

// What is told of a reference that cannot be followed.
std::string lost_text(std::string_view reference);

// The text of `$ref`, when there is one.
std::optional<std::string_view> reference_in(json::Value value);

// Of a member that is text; empty otherwise.
std::string_view text_in(json::Value value, std::string_view member);
bool is_true_in(json::Value value, std::string_view member);

}  // namespace jg::mcp::openapi
