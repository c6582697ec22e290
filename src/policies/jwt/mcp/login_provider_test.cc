#include "policies/jwt/mcp/login_provider.h"

#include <gtest/gtest.h>

#include "config/document.h"

namespace jg::policies::jwt {
namespace {

struct Case {
  LoginProvider provider;
  const char* issuer;
  const char* keys;
  const char* metadata;
};

// As agentgateway has them.
TEST(LoginProvider, has_its_documents_where_its_kind_has_them) {
  using enum LoginProvider;
  const Case cases[] = {
      {standard, "https://idp.example", "https://idp.example/.well-known/jwks.json",
       "https://idp.example/.well-known/oauth-authorization-server"},
      {standard, "http://idp.example:9000/a/b/",
       "http://idp.example:9000/a/b/.well-known/jwks.json",
       "http://idp.example:9000/.well-known/oauth-authorization-server/a/b"},
      {auth0, "https://t.auth0.com/", "https://t.auth0.com/.well-known/jwks.json",
       "https://t.auth0.com/.well-known/oauth-authorization-server"},
      {okta, "https://d.okta.com/oauth2/default",
       "https://d.okta.com/oauth2/default/.well-known/jwks.json",
       "https://d.okta.com/oauth2/default/.well-known/openid-configuration"},
      {keycloak, "http://localhost:7080/realms/mcp",
       "http://localhost:7080/realms/mcp/protocol/openid-connect/certs",
       "http://localhost:7080/realms/mcp/.well-known/openid-configuration"},
      {authentik, "https://a.example/application/o/app/",
       "https://a.example/application/o/app/jwks/",
       "https://a.example/application/o/app/.well-known/openid-configuration"},
      {descope, "https://api.descope.com/v1/apps/agentic/P2/MS3",
       "https://api.descope.com/P2/.well-known/jwks.json",
       "https://api.descope.com/v1/apps/agentic/P2/MS3/.well-known/openid-configuration"},
      {descope, "https://api.descope.com/P2", "https://api.descope.com/P2/.well-known/jwks.json",
       "https://api.descope.com/P2/.well-known/openid-configuration"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(keys_url(one.provider, one.issuer), one.keys);
    EXPECT_EQ(metadata_url(one.provider, one.issuer), one.metadata);
  }
}

TEST(LoginProvider, is_named_alone_and_without_more) {
  const auto faults_of = [](const char* yaml) {
    config::Faults faults;
    const auto document = config::Document::parse(
        {"test", yaml}, [](std::string_view) { return std::nullopt; }, faults);
    login_provider_type().decode(document->root(), faults);
    return faults.errors();
  };
  EXPECT_EQ(faults_of("keycloak: {}"), 0u);
  EXPECT_EQ(faults_of("auth0:"), 0u);
  for (const char* bad :
       {"{}", "{keycloak: {}, okta: {}}", "entra: {}", "google: {}", "okta: {org: x}", "okta: 1"})
    EXPECT_EQ(faults_of(bad), 1u) << bad;
}

}  // namespace
}  // namespace jg::policies::jwt
