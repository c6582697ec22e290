#include "policies/jwt/mcp/policy.h"

namespace jg::policies::jwt {

std::vector<exchange::Policy::Remark> McpAuthentication::remarks() const {
  constexpr std::string_view kKey = "mcpAuthentication";
  auto out = tokens_.remarks_as(kKey);
  if (server_)
    out.push_back({Remark::Kind::states, std::string(kKey) + ": " + server_->describe()});
  return out;
}

std::vector<std::string_view> McpAuthentication::own_paths() const {
  auto out = tokens_.own_paths();
  if (server_)
    for (const std::string_view path : server_->paths()) out.push_back(path);
  return out;
}

}  // namespace jg::policies::jwt
