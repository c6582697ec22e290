// exchange/url_change.h - another host or path for a request's URL, as redirects and rewrites want.
//
// Owner:  a policy; text that is made lives in the exchange's arena. Thread: immutable.
// Errors: rewrite.no_prefix where a prefix is to be replaced and the route did not match by one.
// Spec:   agentgateway's HostRedirect and PathRedirect.
// Trust:  what is configured is canonical already; what remains of a request's path was made so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "config/type.h"
#include "exchange/exchange.h"

namespace jg::exchange {

struct AuthorityChange {
  enum class Kind : std::uint8_t {
    automatic,  // the backend's host where one is called, else the request's
    none,       // the request's
    full,       // `text`
    host,       // `text`, and the request's port
    port        // the request's host, and `port`
  };
  Kind kind = Kind::automatic;
  std::string text;
  std::uint16_t port = 0;
};

struct PathChange {
  enum class Kind : std::uint8_t { none, full, prefix };
  Kind kind = Kind::none;
  std::string text;  // canonical, without query
};

// `scheme` is the new URL's; its usual port is not written.
enum class RequestPort : std::uint8_t { kept, dropped };  // by Kind::host
std::string_view change_authority(const AuthorityChange& change, Exchange& exchange,
                                  std::string_view scheme, RequestPort port);
// Path and query.
Result<std::string_view> change_target(const PathChange& change, Exchange& exchange);
// Puts a target that change_target() made into the request.
void set_target(http::RequestHead& request, std::string_view target);

config::Type<AuthorityChange> authority_change_type();
config::Type<PathChange> path_change_type();

}  // namespace jg::exchange
