// policies/jwt/mcp/authorization_server.h - what the gateway tells MCP clients of the server that
// gives out tokens: its metadata, adapted, and a client id for who has none.
//
// Owner:  the policy. Thread: the exchange's loop.
// Errors: jwt.metadata_unavailable.
// Spec:   RFC 8414 sections 2 and 3, RFC 7591 section 3; agentgateway's mcpAuthentication.
// Trust:  requests are anybody's: nothing is fetched or passed on for them. The metadata is the
//         server's, fetched in the background.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exchange/policy.h"
#include "keys/remote_document.h"
#include "policies/jwt/mcp/login_provider.h"

namespace jg::policies::jwt {

struct AuthorizationServerSettings {
  LoginProvider provider = LoginProvider::standard;
  std::string resource;                  // the URL that tokens are for, without a last slash
  std::string audience;                  // of those tokens
  std::optional<std::string> client_id;  // that every client is given which registers
  std::shared_ptr<const keys::RemoteDocument> metadata;

  // Whether clients are to take the gateway's document for the server's own.
  bool is_fronted() const { return provider != LoginProvider::standard || client_id; }
};

class AuthorizationServer {
 public:
  explicit AuthorizationServer(AuthorizationServerSettings settings);

  bool is_fronted() const { return settings_.is_fronted(); }
  std::vector<std::string_view> paths() const;
  std::string describe() const;  // for start-up
  bool is_asked(const http::RequestHead& request) const {
    return request.path == metadata_path_ || request.path == registration_path_;
  }
  // Answers, or waits when the request's body is needed for that.
  Result<exchange::Verdict> answer(exchange::Exchange& exchange) const;
  Task<Result<exchange::Verdict>> register_client(exchange::Exchange& exchange) const;

 private:
  std::string adapted(const json::Document& metadata) const;

  AuthorizationServerSettings settings_;
  std::string metadata_path_;
  std::string registration_path_;  // empty when nobody is registered here
};

// The answer to a registration, which gives `client_id` to everybody (RFC 7591 section 3.2.1).
// Nothing when the request cannot be granted.
std::optional<std::string> registered_client(std::string_view request,
                                             const std::string& client_id);

}  // namespace jg::policies::jwt
