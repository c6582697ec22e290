// proxy/router.h - from a request to its route, in a time that does not grow with the number of
// routes.
//
// Owner:  the snapshot. Thread: built by one, then immutable.
// Spec:   agentgateway's precedence: exact host, then wildcard suffixes from the longest, then
//         routes without host; in one host: exact path, then prefix, then regex; longer path; with
//         method; more headers; more query; then the route's key. When no route of a host fits,
//         less specific hosts are asked.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/backend.h"
#include "proxy/chain.h"
#include "proxy/match.h"

namespace jg::proxy {

struct Route {
  exchange::RouteInfo info;
  std::vector<std::string> hostnames;  // lower case; "*.example.com" is a suffix; "*" or none: any
  std::vector<RouteMatch> matches;
  Chain chain;
  std::shared_ptr<const exchange::Backend> backend;
  exchange::ErrorShaper error_shaper = nullptr;
  // For start-up's list.
  std::vector<std::string> backend_names;
  std::vector<exchange::Policy::Remark> remarks;  // on how they are called
};

struct Found {
  const Route* route = nullptr;
  const RouteMatch* match = nullptr;
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  void add(std::unique_ptr<Route> route);
  // After the last add.
  void build();

  // `host` is lower case, without port; `request.path` is canonical.
  Found find(std::string_view host, const http::RequestHead& request) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Index;
  std::vector<std::unique_ptr<Route>> routes_;
  std::unique_ptr<Index> index_;
};

// 0: does not match. A greater number is a better match: exact, then the longest suffix, then any.
std::size_t hostname_rank(std::string_view pattern, std::string_view host);

}  // namespace jg::proxy
