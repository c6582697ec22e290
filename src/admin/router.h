// admin/router.h - which page answers a request to one of the gateway's own servers.
//
// Owner:  app; filled before the server starts, unchanged after.
// Thread: the loop of the server.
// Errors: 404 for an unknown path, 405 with Allow for another method (RFC 9110 section 15.5.6).
// Trust:  requests are not authenticated; see admin/host_guard.h for who may ask.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "net/task.h"

namespace jg::admin {

struct AdminRequest {
  std::string_view method{};
  std::string_view path{};
  std::string_view query{};   // without its `?`
  std::string_view host{};    // the Host header
  std::string_view origin{};  // the Origin header; empty when there is none
  std::string_view accept{};  // the Accept header
  std::string_view body{};    // of a POST
};

inline constexpr std::string_view kPlainText = "text/plain; charset=utf-8";
inline constexpr std::string_view kJson = "application/json";

struct AdminResponse {
  int status = 200;
  std::string_view content_type = kPlainText;  // static storage, as all types here
  std::string body{};                          // not sent in answer to HEAD
  std::string allow{};                         // the Allow header; empty for none
};

// What it is asked lives until its task ends.
using Page = std::function<Task<AdminResponse>(const AdminRequest&)>;

// Of an answer that is at hand, and of a text that comes later.
Task<AdminResponse> give(AdminResponse response);
Task<AdminResponse> give(std::string_view content_type, Task<std::string> text);

// A page that has its answer at hand.
Page at_once(std::function<AdminResponse(const AdminRequest&)> answer);

class Router {
 public:
  // `path` and `says` have static storage.
  void add(std::string_view method, std::string_view path, std::string_view says, Page page);

  // HEAD is answered as GET.
  Task<AdminResponse> answer(const AdminRequest& request) const;

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
