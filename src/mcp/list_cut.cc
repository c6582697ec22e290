#include "mcp/list_cut.h"

#include "json/value.h"
#include "json/writer.h"
#include "mcp/list.h"

namespace jg::mcp {
namespace {

using json::Value;

// How long, and by whom, a result may be kept (MCP 2026-07-28, CacheableResult).
constexpr std::string_view kScope = "cacheScope";
constexpr std::string_view kPublic = "public";
constexpr std::string_view kPrivate = "private";

std::unexpected<Error> unreadable(const char* what) {
  return fail(Blame::upstream, "mcp.unreadable_answer", what);
}

class Cutter {
 public:
  explicit Cutter(const KeepItem& keep) : keep_(keep) {}

  bool has_cut() const { return has_cut_; }
  bool is_good() const { return is_good_; }

  void write(json::Writer& to, Value message) {
    if (message.kind() != json::Kind::object) return refuse();
    to.begin_object();
    message.for_each_member([&](std::string_view name, Value value) {
      to.key(name);
      if (name == "result" && value.kind() == json::Kind::object)
        write_result(to, value);
      else
        to.raw(value.dump());
    });
    to.end_object();
  }

 private:
  void refuse() { is_good_ = false; }

  void write_result(json::Writer& to, Value result) {
    to.begin_object();
    result.for_each_member([&](std::string_view name, Value value) {
      to.key(name);
      if (const List* const list = find_list_in(name); list != nullptr)
        write_list(to, *list, value);
      else if (name == kScope && value.as_string() == kPublic)
        write_private(to);
      else
        to.raw(value.dump());
    });
    to.end_object();
  }

  // What one caller may use is not everybody's, even where nothing was left out.
  void write_private(json::Writer& to) {
    to.text(kPrivate);
    has_cut_ = true;
  }

  void write_list(json::Writer& to, const List& list, Value items) {
    if (items.kind() != json::Kind::array) refuse();
    to.begin_array();
    items.for_each_element([&](Value item) {
      const auto named = item.find(list.name);
      const auto name = named ? named->as_string() : std::nullopt;
      if (name && keep_(list.kind, *name))
        to.raw(item.dump());
      else
        has_cut_ = true;
    });
    to.end_array();
  }

  const KeepItem& keep_;
  bool has_cut_ = false;
  bool is_good_ = true;
};

}  // namespace

Result<std::optional<std::string>> cut_lists(std::string_view text, const KeepItem& keep) {
  const auto document = json::Document::parse(text, {.bytes = text.size() + 1024});
  if (!document) return unreadable(document.error().code);
  const Value root = document->root();
  Cutter cutter(keep);
  std::string out;
  json::Writer writer(out);
  if (root.kind() == json::Kind::array) {
    writer.begin_array();
    root.for_each_element([&](Value message) { cutter.write(writer, message); });
    writer.end_array();
  } else {
    cutter.write(writer, root);
  }
  if (!cutter.is_good()) return unreadable("no message, or a list that is none");
  if (!cutter.has_cut()) return std::optional<std::string>();
  return std::optional(std::move(out));
}

}  // namespace jg::mcp
