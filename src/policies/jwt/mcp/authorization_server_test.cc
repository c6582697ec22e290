#include "policies/jwt/mcp/authorization_server.h"

#include <gtest/gtest.h>

namespace jg::policies::jwt {
namespace {

TEST(RegisteredClient, is_told_its_id_and_what_it_asked_for) {
  EXPECT_EQ(
      registered_client(
          R"({"client_name":"a \"b\"","redirect_uris":["http://127.0.0.1:1/cb"],"scope":"x"})",
          "the-id"),
      R"({"client_id":"the-id","redirect_uris":["http://127.0.0.1:1/cb"],)"
      R"("grant_types":["authorization_code","refresh_token"],"response_types":["code"],)"
      R"("token_endpoint_auth_method":"none","client_name":"a \"b\""})");
}

TEST(RegisteredClient, names_where_it_is_to_be_sent_back) {
  std::string many = R"({"redirect_uris":["a")";
  for (int i = 0; i < 32; ++i) many += R"(,"a")";
  const std::string large(20'000, 'a');
  for (const std::string& bad :
       {std::string(), std::string("[]"), std::string("{}"), std::string(R"({"redirect_uris":[]})"),
        std::string(R"({"redirect_uris":"a"})"), std::string(R"({"redirect_uris":["a",1]})"),
        many + "]}", R"({"redirect_uris":[")" + large + R"("]})"})
    EXPECT_FALSE(registered_client(bad, "the-id")) << bad.substr(0, 100);
}

}  // namespace
}  // namespace jg::policies::jwt
