#include "policies/jwt/feature.h"

#include "policies/jwt/config.h"
#include "policies/jwt/mcp/config.h"
#include "policies/jwt/mcp/policy.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {
namespace {

std::shared_ptr<const TokenMemory> memory_of(const exchange::LoadContext& context) {
  return context.states->keep<TokenMemory>(
      {}, [&] { return std::make_shared<const TokenMemory>(context.workers); });
}

// The most specific level replaces the others as a whole.
std::shared_ptr<const exchange::Policy> make(const std::vector<config::Node>& levels,
                                             const exchange::LoadContext& context,
                                             config::Faults& faults) {
  auto settings = settings_type(context).decode(levels.back(), faults);
  if (!settings) return nullptr;
  return std::make_shared<const JwtPolicy>(std::move(*settings), memory_of(context));
}

std::shared_ptr<const exchange::Policy> make_for_mcp(const std::vector<config::Node>& levels,
                                                     const exchange::LoadContext& context,
                                                     config::Faults& faults) {
  auto settings = mcp_settings_type(context).decode(levels.back(), faults);
  if (!settings) return nullptr;
  return std::make_shared<const McpAuthentication>(std::move(settings->tokens), memory_of(context),
                                                   std::move(settings->server));
}

}  // namespace

exchange::PolicyFeature jwt_auth_feature() {
  return {"jwtAuth", exchange::Stage::identify, "Checks the caller's JSON Web Token.", make,
          exchange::schema_by(settings_type)};
}

exchange::PolicyFeature mcp_authentication_feature() {
  return {"mcpAuthentication",
          exchange::Stage::identify,
          "Checks the tokens of MCP clients, and tells them where to get one.",
          make_for_mcp,
          exchange::schema_by(mcp_settings_type),
          exchange::Reach::route};
}

}  // namespace jg::policies::jwt
