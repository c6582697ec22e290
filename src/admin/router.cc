#include "admin/router.h"

#include <utility>

namespace jg::admin {

void Router::add(std::string_view method, std::string_view path, std::string_view says, Page page) {
  entries_.push_back({method, path, says, std::move(page)});
}

AdminResponse Router::answer(const AdminRequest& request) const {
  const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  std::string allow;
  for (const Entry& entry : entries_) {
    if (entry.path != request.path) continue;
    if (entry.method == method) return entry.page(request);
    if (!allow.empty()) allow += ", ";
    allow += entry.method;
    if (entry.method == "GET") allow += ", HEAD";
  }
  if (allow.empty()) return {.status = 404, .body = "not found\n"};
  return {.status = 405, .body = "method not allowed\n", .allow = std::move(allow)};
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
