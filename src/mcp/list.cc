#include "mcp/list.h"

#include <algorithm>
#include <array>

namespace jg::mcp {
namespace {

constexpr auto kLists = std::to_array<List>({
    {"tools/list", "tools", Kind::tool, "name"},
    {"prompts/list", "prompts", Kind::prompt, "name"},
    {"resources/list", "resources", Kind::resource, "uri"},
    {"resources/templates/list", "resourceTemplates", Kind::resource, "uriTemplate"},
    {"tasks/list", "tasks", Kind::task, "taskId"},
});

const List* find(std::string_view List::* member, std::string_view text) {
  const auto found = std::ranges::find(kLists, text, member);
  return found == kLists.end() ? nullptr : &*found;
}

}  // namespace

const List* find_list_in(std::string_view member) { return find(&List::member, member); }
const List* find_list_for(std::string_view method) { return find(&List::method, method); }

}  // namespace jg::mcp
