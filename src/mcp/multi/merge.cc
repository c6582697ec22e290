#include "mcp/multi/merge.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "json/writer.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

using json::Value;

constexpr std::string_view kCursor = "cursor";

// What servers can that works for several, and the flags of it.
struct Capability {
  std::string_view name;
  std::array<std::string_view, 2> flags = {};
};
constexpr auto kCapabilities = std::to_array<Capability>({
    {"tools", {"listChanged"}},
    {"prompts", {"listChanged"}},
    {"resources", {"listChanged", "subscribe"}},
    {"logging"},
    {"completions"},
});

std::string text_of(std::optional<Value> value) {
  const auto text = value ? value->as_string() : std::nullopt;
  return text ? std::string(*text) : std::string();
}

std::optional<Value> find_capability(const ServerAnswer& answer, std::string_view name) {
  const auto all = answer.result().find("capabilities");
  return all ? all->find(name) : std::nullopt;
}

bool has_flag(const ServerAnswer& answer, const Capability& capability, std::string_view flag) {
  const auto found = find_capability(answer, capability.name);
  const auto value = found ? found->find(flag) : std::nullopt;
  return value && value->as_bool() == true;
}

void write_capabilities(json::Writer& to, const std::vector<ServerAnswer>& answers) {
  to.begin_object();
  for (const Capability& capability : kCapabilities) {
    const auto has = [&](const ServerAnswer& answer) {
      return find_capability(answer, capability.name).has_value();
    };
    if (std::ranges::none_of(answers, has)) continue;
    to.key(capability.name).begin_object();
    for (const std::string_view flag : capability.flags) {
      const bool is_set =
          !flag.empty() && std::ranges::any_of(answers, [&](const ServerAnswer& answer) {
            return has_flag(answer, capability, flag);
          });
      if (is_set) to.member_raw(flag, "true");
    }
    to.end_object();
  }
  to.end_object();
}

std::string merge_instructions(const std::vector<ServerAnswer>& answers) {
  std::string out;
  for (const ServerAnswer& answer : answers) {
    const std::string said = text_of(answer.result().find("instructions"));
    if (said.empty()) continue;
    out.append(out.empty() ? "" : "\n\n")
        .append("[")
        .append(answer.target)
        .append("]\n")
        .append(said);
  }
  return out;
}

// An item without a name is of no use to anybody.
template <class Visit>
void for_each_item(const ServerAnswer& answer, const List& list, Visit visit) {
  const auto items = answer.result().find(list.member);
  if (!items) return;
  items->for_each_element([&](Value item) {
    const auto named = item.find(list.name);
    if (const auto name = named ? named->as_string() : std::nullopt) visit(*name, item);
  });
}

void write_name(json::Writer& to) {
  to.begin_object().member("name", "jotgate").member("version", "1").end_object();
}

// Of a result that is all there is, and is nobody else's (MCP 2026-07-28, CacheableResult).
void write_complete(json::Writer& to) {
  to.member("resultType", "complete").member_raw("ttlMs", "0").member("cacheScope", "private");
}

bool supports(const ServerAnswer& discovery, std::string_view version) {
  bool out = false;
  if (const auto versions = discovery.result().find("supportedVersions"))
    versions->for_each_element([&](Value one) { out = out || one.as_string() == version; });
  return out;
}

std::string write_cursor(const Cursors& cursors) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  for (const auto& [target, cursor] : cursors) writer.member(target, cursor);
  writer.end_object();
  return base64url_encode(text);
}

std::unexpected<Error> bad_cursor() {
  return fail(Blame::client, "mcp.invalid_message", "the cursor is none of ours");
}

}  // namespace

Value ServerAnswer::result() const { return document.root().find("result").value_or(Value()); }

std::string merge_discoveries(const std::vector<ServerAnswer>& answers) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("supportedVersions").begin_array();
  bool is_any = false;
  for (const Version& version : all_versions()) {
    if (!std::ranges::all_of(
            answers, [&](const ServerAnswer& answer) { return supports(answer, version.name); }))
      continue;
    writer.text(version.name);
    is_any = true;
  }
  if (!is_any) return {};
  writer.end_array().key("capabilities");
  write_capabilities(writer, answers);
  if (const std::string said = merge_instructions(answers); !said.empty())
    writer.member("instructions", said);
  writer.key("_meta").begin_object().key("io.modelcontextprotocol/serverInfo");
  write_name(writer);
  writer.end_object();
  write_complete(writer);
  writer.end_object();
  return out;
}

std::string version_of(const ServerAnswer& initialize) {
  return text_of(initialize.result().find("protocolVersion"));
}

std::string merge_initialize(const std::vector<ServerAnswer>& answers) {
  std::string version;
  for (const ServerAnswer& answer : answers) {
    const std::string one = version_of(answer);
    if (version.empty() || one < version) version = one;
  }
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("protocolVersion", version);
  writer.key("capabilities");
  write_capabilities(writer, answers);
  writer.key("serverInfo");
  write_name(writer);
  if (const std::string said = merge_instructions(answers); !said.empty())
    writer.member("instructions", said);
  writer.end_object();
  return out;
}

Result<std::optional<Cursors>> read_cursor(std::string_view request) {
  const auto document = json::Document::parse(request, {.bytes = request.size() + 1024});
  if (!document) return std::unexpected(document.error());
  const auto params = document->root().find("params");
  const auto cursor = params ? params->find(kCursor) : std::nullopt;
  if (!cursor) return std::optional<Cursors>();
  const auto coded = cursor->as_string();
  if (!coded || coded->size() > kLongestCursor) return bad_cursor();
  const auto text = base64url_decode(*coded);
  if (!text) return bad_cursor();
  const auto inner = json::Document::parse(*text);
  if (!inner || inner->root().kind() != json::Kind::object) return bad_cursor();
  Cursors out;
  bool is_good = true;
  inner->root().for_each_member([&](std::string_view target, Value value) {
    const auto place = value.as_string();
    is_good = is_good && place.has_value();
    if (place) out.emplace(target, *place);
  });
  if (!is_good) return bad_cursor();
  return std::optional(std::move(out));
}

bool has_page(const std::optional<Cursors>& cursors, std::string_view target) {
  return !cursors || cursors->contains(target);
}

std::optional<std::string> page_of(const std::optional<Cursors>& cursors, std::string_view target) {
  if (!cursors) return std::nullopt;
  const auto found = cursors->find(target);
  return found == cursors->end() ? std::nullopt : std::optional(found->second);
}

Message with_cursor(const Message& request, const std::optional<std::string>& cursor) {
  const auto document = json::Document::parse(request.text, {.bytes = request.text.size() + 1024});
  Message out = request;
  out.text.clear();
  json::Writer writer(out.text);
  writer.begin_object();
  document->root().for_each_member([&](std::string_view name, Value value) {
    if (name != "params") writer.member_raw(name, value.dump());
  });
  writer.key("params").begin_object();
  if (const auto params = document->root().find("params"))
    params->for_each_member([&](std::string_view name, Value value) {
      if (name != kCursor) writer.member_raw(name, value.dump());
    });
  if (cursor) writer.member(kCursor, *cursor);
  writer.end_object().end_object();
  return out;
}

std::string merge_lists(const std::vector<ServerAnswer>& answers, const List& list,
                        const std::vector<std::string>& left_out, bool is_single) {
  std::string out;
  json::Writer writer(out);
  Cursors next;
  writer.begin_object().key(list.member).begin_array();
  for (const ServerAnswer& answer : answers) {
    for_each_item(answer, list, [&](std::string_view name, Value item) {
      if (!std::ranges::binary_search(left_out, name)) writer.raw(item.dump());
    });
    if (const auto cursor = answer.result().find("nextCursor"); cursor && cursor->as_string())
      next.insert_or_assign(answer.target, text_of(cursor));
    else
      next.erase(answer.target);  // it was of a page before this one
  }
  writer.end_array();
  if (!next.empty()) writer.member("nextCursor", write_cursor(next));
  if (is_single) write_complete(writer);
  writer.end_object();
  return out;
}

std::vector<Catalog::Item> items_of(const std::vector<ServerAnswer>& answers, const List& list) {
  std::vector<Catalog::Item> out;
  for (const ServerAnswer& answer : answers)
    for_each_item(answer, list, [&](std::string_view name, Value) {
      out.push_back({std::string(name), answer.target});
    });
  return out;
}

std::string answer_text(std::string_view id, std::string_view result) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("jsonrpc", "2.0");
  writer.member_raw("id", id).member_raw("result", result).end_object();
  return out;
}

}  // namespace jg::mcp
