#include "policies/jwt/mcp/policy.h"

namespace jg::policies::jwt {

std::vector<std::string_view> McpAuthentication::own_paths() const {
  auto out = tokens_.own_paths();
  if (server_)
    for (const std::string_view path : server_->paths()) out.push_back(path);
  return out;
}

}  // namespace jg::policies::jwt
