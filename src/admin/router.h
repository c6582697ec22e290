// admin/router.h - which page answers a request to one of the gateway's own servers.
//
// Owner:  app; filled before the server starts, unchanged after.
// Thread: answer() by any, as far as the pages' own functions allow it.
// Errors: 404 for an unknown path, 405 with Allow for another method (RFC 9110 section 15.5.6).
// Trust:  requests are not authenticated; see admin/host_guard.h for who may ask.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace jg::admin {

struct AdminRequest {
  std::string_view method;
  std::string_view path;
  std::string_view query;   // without its `?`
  std::string_view host;    // the Host header
  std::string_view origin;  // the Origin header; empty when there is none
};

inline constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

struct AdminResponse {
  int status = 200;
  std::string_view content_type = kPlainText;  // static storage
  std::string body{};                          // not sent in answer to HEAD
  std::string allow{};                         // the Allow header; empty for none
};

using Page = std::function<AdminResponse(const AdminRequest&)>;

class Router {
 public:
  // `path` and `says` have static storage.
  void add(std::string_view method, std::string_view path, std::string_view says, Page page);

  // HEAD is answered as GET.
  AdminResponse answer(const AdminRequest& request) const;

  // A line for each page: method, path, what it says.
  std::string listing() const;

 private:
  struct Entry {
    std::string_view method;
    std::string_view path;
    std::string_view says;
    Page page;
  };
  std::vector<Entry> entries_;
};

}  // namespace jg::admin
