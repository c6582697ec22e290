#include "mcp/multi/json_edit.h"

#include "json/text.h"
#include "json/writer.h"

namespace jg::mcp {
namespace {

using json::Value;

class Editor {
 public:
  Editor(std::string& out, const JsonChange& change) : writer_(out), change_(change) {}

  void write(Value value) {
    switch (value.kind()) {
      case json::Kind::object: return write_object(value);
      case json::Kind::array: return write_array(value);
      case json::Kind::null:
      case json::Kind::boolean:
      case json::Kind::integer:
      case json::Kind::unsigned_integer:
      case json::Kind::real:
      case json::Kind::string: break;
    }
    const auto changed = change_(path_, value);
    writer_.raw(changed ? *changed : value.dump());
  }

 private:
  void write_object(Value object) {
    writer_.begin_object();
    object.for_each_member([&](std::string_view name, Value member) {
      writer_.key(name);
      write_below(name, member);
    });
    writer_.end_object();
  }

  void write_array(Value array) {
    writer_.begin_array();
    array.for_each_element([&](Value element) { write_below("*", element); });
    writer_.end_array();
  }

  void write_below(std::string_view name, Value value) {
    const std::size_t before = path_.size();
    path_.append(before == 0 ? "" : ".").append(name);
    write(value);
    path_.resize(before);
  }

  json::Writer writer_;
  const JsonChange& change_;
  std::string path_;
};

}  // namespace

std::string json_text(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

std::string edit_json(Value root, const JsonChange& change) {
  std::string out;
  Editor(out, change).write(root);
  return out;
}

}  // namespace jg::mcp
