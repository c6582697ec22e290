#include "policies/jwt/resource_metadata.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::policies::jwt {
namespace {

std::optional<ResourceMetadataMap> load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  auto map = resource_metadata_type().decode(fake.root(), fake.faults);
  EXPECT_EQ(map.has_value(), !fake.faults.has_errors()) << fake.faults.text();
  return map;
}

ResourceMetadata make(const std::string& yaml, const std::vector<std::string>& issuers = {}) {
  auto map = load(yaml);
  return {std::move(map->resource), std::move(map->members), issuers};
}

TEST(ResourceMetadata, stands_between_the_host_and_the_path_of_its_resource) {
  struct Row {
    const char *resource, *url, *path;
  };
  const std::vector<Row> rows = {
      {"https://a.example", "https://a.example/.well-known/oauth-protected-resource",
       "/.well-known/oauth-protected-resource"},
      {"https://a.example/", "https://a.example/.well-known/oauth-protected-resource",
       "/.well-known/oauth-protected-resource"},
      {"http://a.example:3000/x/y",
       "http://a.example:3000/.well-known/oauth-protected-resource/x/y",
       "/.well-known/oauth-protected-resource/x/y"},
      {"https://a.example/x/", "https://a.example/.well-known/oauth-protected-resource/x/",
       "/.well-known/oauth-protected-resource/x/"},
  };
  for (const Row& row : rows) {
    const auto made = make(std::string("resource: ") + row.resource);
    EXPECT_EQ(made.url(), row.url);
    EXPECT_EQ(made.path(), row.path);
  }
}

TEST(ResourceMetadata, says_what_is_configured_in_snake_case_and_its_issuers) {
  EXPECT_EQ(make("{resource: 'https://a.example', scopesSupported: [read, write], "
                 "bearer_methods_supported: [header], x: {camelCase: 1}}",
                 {"https://issuer.example", "demo-issuer", "https://other.example"})
                .document(),
            R"({"resource":"https://a.example","scopes_supported":["read","write"],)"
            R"("bearer_methods_supported":["header"],"x":{"camelCase":1},)"
            R"("authorization_servers":["https://issuer.example","https://other.example"]})");
  EXPECT_EQ(make("{resource: 'https://a.example', authorizationServers: ['https://b.example']}",
                 {"https://issuer.example"})
                .document(),
            R"({"resource":"https://a.example","authorization_servers":["https://b.example"]})");
}

TEST(ResourceMetadata, refuses_a_resource_that_nobody_could_ask_for) {
  for (const char* bad :
       {"{}", "{resource: ''}", "{resource: a.example}", "{resource: 'ftp://a.example'}",
        "{resource: 'https://a.example/x?y=1'}", "{resource: 'https://a.example/#x'}",
        "{resource: 'https://a.example/a b'}", "{resource: 'https://a.example/\"'}",
        "{resource: 'https://a.example/x/../y'}", "{resource: 'https://a.example/%41'}",
        "{resource: 'https://user@a.example'}", "{resource: [a]}",
        "{resource: 'https://a.example', jwksUri: a, jwks_uri: b}"})
    EXPECT_FALSE(load(bad)) << bad;
}

TEST(ResourceMetadata, is_read_by_anybody_and_nothing_else_is) {
  const auto made = make("resource: https://a.example/x");
  struct Row {
    const char *method, *target;
    int status;  // 0: not asked for
  };
  for (const Row& row : std::vector<Row>{
           {"GET", "/.well-known/oauth-protected-resource/x", 200},
           {"GET", "/.well-known/oauth-protected-resource/x?a=b", 200},
           {"HEAD", "/.well-known/oauth-protected-resource/x", 200},
           {"OPTIONS", "/.well-known/oauth-protected-resource/x", 204},
           {"POST", "/.well-known/oauth-protected-resource/x", 405},
           {"GET", "/.well-known/oauth-protected-resource/x/", 0},
           {"GET", "/.well-known/oauth-protected-resource", 0},
           {"GET", "/x", 0},
       }) {
    exchange::ExchangeFake fake;
    fake.exchange.request.method = row.method;
    fake.set_target(row.target);
    EXPECT_EQ(made.is_asked(fake.exchange.request), row.status != 0) << row.target;
    if (row.status == 0) continue;
    made.answer(fake.exchange);
    EXPECT_EQ(fake.exchange.response.head.status, row.status) << row.method;
    const auto& fields = fake.exchange.response.head.fields;
    if (row.status == 405)
      EXPECT_EQ(fields.find("allow"), "GET, HEAD, OPTIONS");
    else
      EXPECT_EQ(fields.find("access-control-allow-origin"), "*");
  }
}

}  // namespace
}  // namespace jg::policies::jwt
