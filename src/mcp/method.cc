#include "mcp/method.h"

#include <algorithm>
#include <array>

namespace jg::mcp {
namespace {

constexpr auto kMethods = std::to_array<Method>({
    {"initialize"},
    {"server/discover"},
    {"ping"},
    {"logging/setLevel"},
    {"tools/list"},
    {"prompts/list"},
    {"resources/list"},
    {"resources/templates/list"},
    {"tasks/list"},
    {"tools/call", Kind::tool, "name"},
    {"prompts/get", Kind::prompt, "name"},
    {"resources/read", Kind::resource, "uri"},
    {"resources/subscribe", Kind::resource, "uri"},
    {"resources/unsubscribe", Kind::resource, "uri"},
    {"completion/complete", Kind::none, "ref"},
    {"tasks/get", Kind::task, "taskId"},
    {"tasks/result", Kind::task, "taskId"},
    {"tasks/update", Kind::task, "taskId"},
    {"tasks/cancel", Kind::task, "taskId"},
    {"notifications/initialized"},
    {"notifications/cancelled"},
    {"notifications/progress"},
    {"notifications/roots/list_changed"},
    {"notifications/tasks/status"},
});

}  // namespace

const Method* find_method(std::string_view name) {
  const auto found = std::ranges::find(kMethods, name, &Method::name);
  return found == kMethods.end() ? nullptr : &*found;
}

bool is_judged(std::string_view name) {
  const Method* const method = find_method(name);
  return method == nullptr || !method->member.empty();
}

std::string_view label_of(std::string_view name) {
  const Method* const method = find_method(name);
  return method == nullptr ? std::string_view("OTHER") : method->name;
}

}  // namespace jg::mcp
