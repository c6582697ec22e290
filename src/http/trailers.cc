#include "http/trailers.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace jg::http {
namespace {

// Sorted.
constexpr auto kNeverTrailers = std::to_array<std::string_view>({"age",
                                                                 "authorization",
                                                                 "cache-control",
                                                                 "connection",
                                                                 "content-encoding",
                                                                 "content-length",
                                                                 "content-range",
                                                                 "content-type",
                                                                 "cookie",
                                                                 "date",
                                                                 "expect",
                                                                 "expires",
                                                                 "forwarded",
                                                                 "host",
                                                                 "if-match",
                                                                 "if-modified-since",
                                                                 "if-none-match",
                                                                 "if-range",
                                                                 "if-unmodified-since",
                                                                 "keep-alive",
                                                                 "location",
                                                                 "max-forwards",
                                                                 "pragma",
                                                                 "proxy-authenticate",
                                                                 "proxy-authentication-info",
                                                                 "proxy-authorization",
                                                                 "proxy-connection",
                                                                 "range",
                                                                 "retry-after",
                                                                 "set-cookie",
                                                                 "te",
                                                                 "trailer",
                                                                 "transfer-encoding",
                                                                 "upgrade",
                                                                 "vary",
                                                                 "via",
                                                                 "warning",
                                                                 "www-authenticate"});
static_assert(std::is_sorted(kNeverTrailers.begin(), kNeverTrailers.end()));

}  // namespace

bool may_be_trailer(const Field& field) {
  return !std::binary_search(kNeverTrailers.begin(), kNeverTrailers.end(), field.name) &&
         !field.name.starts_with("x-forwarded-");
}

}  // namespace jg::http
