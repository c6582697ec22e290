#include "admin/host_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/ascii.h"
#include "http/uri.h"

namespace jg::admin {
namespace {

struct Literal {
  bool is_address = false;
  bool is_loopback = false;
};

// Of a host without brackets.
Literal look_at(std::string_view host) {
  const std::string text(host);
  in_addr v4{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) return {true, ntohl(v4.s_addr) >> 24 == 127};
  in6_addr v6{};
  if (::inet_pton(AF_INET6, text.c_str(), &v6) == 1) return {true, IN6_IS_ADDR_LOOPBACK(&v6) != 0};
  return {};
}

}  // namespace

HostGuard::HostGuard(std::string_view address) {
  if (const auto parsed = http::parse_authority(address)) configured_ = parsed->host;
  wildcard_ = configured_ == "0.0.0.0" || configured_ == "::";
}

bool HostGuard::is_ours(std::string_view host) const {
  if (ascii::iequals(host, "localhost")) return true;
  const Literal literal = look_at(host);
  if (literal.is_loopback || (wildcard_ && literal.is_address)) return true;
  return !configured_.empty() && ascii::iequals(host, configured_);
}

bool HostGuard::admits(const AdminRequest& request) const {
  const auto parsed = http::parse_authority(request.host);
  if (!parsed || !is_ours(parsed->host)) return false;
  if (request.origin.empty()) return true;
  const std::string host(request.host);
  return request.origin == "http://" + host || request.origin == "https://" + host;
}

AdminResponse refuse_host() {
  return {.status = 403, .body = "refused: the Host or Origin header does not name this server\n"};
}

}  // namespace jg::admin
