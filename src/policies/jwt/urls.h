// policies/jwt/urls.h - what is built upon the URL of an issuer or of a resource.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace jg::policies::jwt {

// Where the path of an absolute URL begins; its end when it has none.
constexpr std::size_t path_of(std::string_view url) {
  return std::min(url.find('/', url.find("://") + 3), url.size());
}

inline std::string without_slash(std::string url) {
  if (url.ends_with('/')) url.pop_back();
  return url;
}

// OpenID Connect Discovery 1.0 section 4.1.
inline std::string discovery_url(const std::string& issuer) {
  return without_slash(issuer) + "/.well-known/openid-configuration";
}

}  // namespace jg::policies::jwt
