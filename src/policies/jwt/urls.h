// policies/jwt/url_path.h - where the path of an absolute URL begins; its end when it has none.
#pragma once

#include <algorithm>
#include <string_view>

namespace jg::policies::jwt {

constexpr std::size_t path_of(std::string_view url) {
  return std::min(url.find('/', url.find("://") + 3), url.size());
}

}  // namespace jg::policies::jwt
