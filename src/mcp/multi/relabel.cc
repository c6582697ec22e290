#include "mcp/multi/relabel.h"

#include <algorithm>
#include <array>

#include "json/value.h"
#include "mcp/method.h"
#include "mcp/multi/json_edit.h"
#include "mcp/multi/labels.h"

namespace jg::mcp {
namespace {

using json::Value;

// Where a server names what is its own.
struct Spot {
  std::string_view path;
  Kind kind;
};
constexpr auto kSpots = std::to_array<Spot>({
    {"result.tools.*.name", Kind::tool},
    {"result.tools.*._meta.ui.resourceUri", Kind::resource},
    {"result.tools.*._meta.ui/resourceUri", Kind::resource},
    {"result.prompts.*.name", Kind::prompt},
    {"result.resources.*.uri", Kind::resource},
    {"result.resourceTemplates.*.uriTemplate", Kind::resource},
    {"result.contents.*.uri", Kind::resource},
    {"result.content.*.uri", Kind::resource},
    {"result.content.*.resource.uri", Kind::resource},
    {"result.messages.*.content.uri", Kind::resource},
    {"result.messages.*.content.resource.uri", Kind::resource},
    {"params.uri", Kind::resource},
});

// Where it names a request of its own, in a message that has a method.
constexpr auto kIds =
    std::to_array<std::string_view>({"id", "params.requestId", "params._meta.progressToken"});

std::optional<std::string> label_value(const Labels& labels, bool has_method, std::string_view path,
                                       Value value) {
  if (has_method && std::ranges::find(kIds, path) != kIds.end())
    return label_id(labels.target, value.dump());
  const bool is_other = labels.answers && value.dump() != *labels.answers;
  if (!has_method && path == "id" && is_other && value.kind() != json::Kind::null)
    return label_id(labels.target, value.dump());
  if (!labels.of_names) return std::nullopt;
  const auto spot = std::ranges::find(kSpots, path, &Spot::path);
  const auto text = value.as_string();
  if (spot == kSpots.end() || !text) return std::nullopt;
  return json_text(label(spot->kind, labels.target, *text));
}

std::string label_one(const Labels& labels, Value message) {
  const bool has_method = message.find("method").has_value();
  return edit_json(message, [&](std::string_view path, Value value) {
    return label_value(labels, has_method, path, value);
  });
}

Result<json::Document> parse(std::string_view text) {
  return json::Document::parse(text, {.bytes = text.size() + 1024});
}

// With the values at `paths` in the place of which `json` stands.
Result<Message> with(const Message& message, std::initializer_list<std::string_view> paths,
                     const std::string& json) {
  const auto document = parse(message.text);
  if (!document) return std::unexpected(document.error());
  return parse_message(
      edit_json(document->root(), [&](std::string_view path, Value) -> std::optional<std::string> {
        if (std::ranges::find(paths, path) == paths.end()) return std::nullopt;
        return json;
      }));
}

}  // namespace

Result<std::optional<std::string>> label_message(const Labels& labels, std::string_view text) {
  const auto document = parse(text);
  if (!document) return fail(Blame::upstream, "mcp.unreadable_answer", document.error().code);
  const Value root = document->root();
  if (root.kind() != json::Kind::array) return std::optional(label_one(labels, root));
  std::string out = "[";
  root.for_each_element([&](Value message) {
    out.append(out.size() == 1 ? "" : ",").append(label_one(labels, message));
  });
  return std::optional(out + "]");
}

Result<Message> unlabel_request(const Message& message, std::string_view name) {
  const Method* const method = find_method(message.method);
  const std::string path = "params." + std::string(method == nullptr ? "" : method->member);
  auto out = path == "params.ref"
                 ? with(message, {"params.ref.name", "params.ref.uri"}, json_text(name))
                 : with(message, {path}, json_text(name));
  if (out) out->client_name = message.client_name;
  return out;
}

Result<Message> unlabel_reply(const Message& message, std::string_view id) {
  return with(message, {"id", "params.progressToken"}, std::string(id));
}

}  // namespace jg::mcp
