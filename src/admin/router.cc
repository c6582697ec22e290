#include "admin/router.h"

#include <utility>

namespace jg::admin {

Task<AdminResponse> give(AdminResponse response) { co_return response; }

Task<AdminResponse> give(std::string_view content_type, Task<std::string> text) {
  AdminResponse response;
  response.content_type = content_type;
  response.body = co_await std::move(text);
  co_return response;
}

Page at_once(std::function<AdminResponse(const AdminRequest&)> answer) {
  return
      [answer = std::move(answer)](const AdminRequest& request) { return give(answer(request)); };
}

void Router::add(std::string_view method, std::string_view path, std::string_view says, Page page) {
  entries_.push_back({method, path, says, std::move(page)});
}

Task<AdminResponse> Router::answer(const AdminRequest& request) const {
  const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  std::string allow;
  for (const Entry& entry : entries_) {
    if (entry.path != request.path) continue;
    if (entry.method == method) return entry.page(request);
    if (!allow.empty()) allow += ", ";
    allow += entry.method;
    if (entry.method == "GET") allow += ", HEAD";
  }
  if (allow.empty()) return give(AdminResponse{.status = 404, .body = "not found\n"});
  return give(
      AdminResponse{.status = 405, .body = "method not allowed\n", .allow = std::move(allow)});
}

std::string Router::listing() const {
  std::string text;
  for (const Entry& entry : entries_) {
    text += entry.method;
    text += ' ';
    text += entry.path;
    text += " - ";
    text += entry.says;
    text += '\n';
  }
  return text;
}

}  // namespace jg::admin
