// policies/jwt/mcp/policy.h - mcpAuthentication: a jwtAuth that also tells MCP clients how to get a
// token.
//
// Owner:  the snapshot. Thread: all workers (policies/jwt/policy.h).
// Errors: jwt.*.
// Spec:   agentgateway's mcpAuthentication; the authorization part of MCP 2025-11-25.
#pragma once

#include <optional>

#include "policies/jwt/mcp/authorization_server.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {

class McpAuthentication final : public exchange::Policy {
 public:
  McpAuthentication(Settings settings, std::shared_ptr<const TokenMemory> memory,
                    std::optional<AuthorizationServer> server)
      : tokens_(std::move(settings), std::move(memory)), server_(std::move(server)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override {
    return is_asked_of_server(exchange) ? server_->answer(exchange) : tokens_.on_request(exchange);
  }
  Task<Result<exchange::Verdict>> resume(exchange::Exchange& exchange) const override {
    return is_asked_of_server(exchange) ? server_->register_client(exchange)
                                        : tokens_.resume(exchange);
  }
  std::vector<Remark> remarks() const override;
  Stance stance() const override { return tokens_.stance(); }
  std::vector<std::string_view> own_paths() const override;
  std::vector<std::string_view> secret_parameters() const override {
    return tokens_.secret_parameters();
  }
  std::vector<std::string_view> secret_fields() const override { return tokens_.secret_fields(); }

 private:
  bool is_asked_of_server(const exchange::Exchange& exchange) const {
    return server_ && server_->is_asked(exchange.request);
  }

  JwtPolicy tokens_;
  std::optional<AuthorizationServer> server_;  // where the issuer is a URL
};

}  // namespace jg::policies::jwt
