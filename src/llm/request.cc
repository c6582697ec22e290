#include "llm/request.h"

#include <algorithm>
#include <vector>

namespace jg::llm {
namespace {

bool names_twice(json::Value object) {
  std::vector<std::string_view> names;
  names.reserve(object.size());
  object.for_each_member([&](std::string_view name, json::Value) { names.push_back(name); });
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

}  // namespace

Result<ModelRequest> parse_model_request(std::string_view body) {
  constexpr const char* kInvalid = "llm.invalid_body";
  const json::Limits limits{.bytes = std::max<std::size_t>(body.size(), 1024),
                            .depth = kMostDepth,
                            .duplicates = json::Duplicates::allow};
  auto document = json::Document::parse(body, limits);
  if (!document) return fail(Blame::client, kInvalid, document.error().code);
  const json::Value root = document->root();
  if (root.kind() != json::Kind::object) return fail(Blame::client, kInvalid, "not an object");
  if (root.size() > kMostMembers) return fail(Blame::client, kInvalid, "too many members");
  if (names_twice(root)) return fail(Blame::client, kInvalid, "a member stands twice");

  const auto model = root.find("model");
  const auto name = model ? model->as_string() : std::nullopt;
  if (!name || name->empty()) return fail(Blame::client, "llm.missing_model");
  const auto stream = root.find("stream");
  const bool streams = stream && stream->as_bool().value_or(false);
  return ModelRequest{std::move(*document), *name, streams};
}

}  // namespace jg::llm
