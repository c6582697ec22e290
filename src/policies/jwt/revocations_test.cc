#include "policies/jwt/revocations.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "exchange/trace.h"
#include "keys/store.h"
#include "policies/jwt/checker.h"
#include "policies/jwt/config.h"
#include "policies/jwt/issuer_fake.h"

namespace jg::policies::jwt {
namespace {

using namespace std::chrono_literals;

Revocations::List list_of(const std::string& entries) {
  return jose::RevocationList::parse(R"({"revoked":[)" + entries + "]}").value();
}

struct Revoking : testing::Test {
  const IssuerFake ours;
  exchange::ExchangeFake fake;
  std::shared_ptr<keys::RemoteDocument> remote = std::make_shared<keys::RemoteDocument>(
      keys::RemoteSettings{.kind = keys::Kind::revocations}, 1u, [] {});
  std::vector<Provider> providers = std::vector<Provider>(1);
  const std::shared_ptr<const TokenMemory> memory = std::make_shared<const TokenMemory>(1);

  Revoking() {
    providers[0].claims.issuer = ours.issuer();
    providers[0].keys = std::make_shared<const IssuerKeys>(
        std::make_shared<const TrustedKeys>(jose::KeySet::parse(ours.jwks()).value(), 1));
  }
  void follow(WithoutList without = WithoutList::refuse) {
    providers[0].revocations = std::make_shared<const Revocations>(remote, without, 1u);
  }
  // Empty when it is accepted.
  std::string code(const std::string& token) {
    const Provider* about = nullptr;
    const auto checked = Checker(providers, memory).check(token, fake.worker, about);
    return checked ? "" : checked.error().code;
  }
};

TEST_F(Revoking, refuses_a_token_that_is_known_already) {
  follow();
  const std::string token = ours.token(R"("jti":"1")");
  remote->publish(list_of(""));
  EXPECT_EQ(code(token), "");
  EXPECT_EQ(code(token), "");
  remote->publish(list_of(R"({"jti":"1"})"));
  EXPECT_EQ(code(token), "jwt.revoked");
  EXPECT_EQ(code(ours.token(R"("jti":"2")")), "");
  remote->publish(list_of(R"({"jti":"2"})"));
  EXPECT_EQ(code(token), "");
}

TEST_F(Revoking, refuses_what_a_revoked_key_signed_also_without_its_id) {
  providers[0].revocations = std::make_shared<const Revocations>(list_of(R"({"kid":"k1"})"));
  EXPECT_EQ(code(ours.token()), "jwt.revoked");
  EXPECT_EQ(code(ours.sign_without_kid("{\"iss\":\"" + ours.issuer() + "\",\"exp\":" +
                                       std::to_string(IssuerFake::now() + 60) + "}")),
            "jwt.revoked");
}

TEST_F(Revoking, lasts_as_long_as_a_token_of_the_same_end) {
  const std::string end = std::to_string(IssuerFake::now() + 10);
  providers[0].revocations =
      std::make_shared<const Revocations>(list_of(R"({"jti":"1","exp":)" + end + "}"));
  const std::string token = ours.token(R"("jti":"1")", 10);
  fake.clock.advance(69s);
  EXPECT_EQ(code(token), "jwt.revoked");
  fake.clock.advance(2s);
  EXPECT_EQ(code(token), "jwt.expired");
}

TEST_F(Revoking, fails_closed_without_a_list_unless_told_otherwise) {
  follow();
  EXPECT_EQ(code(ours.token()), "jwt.revocation_unavailable");
  EXPECT_EQ(code(ours.token("", -1000)), "jwt.expired");
  remote->publish(list_of(""));
  EXPECT_EQ(code(ours.token()), "");
  remote->publish(nullptr);
  EXPECT_EQ(code(ours.token()), "jwt.revocation_unavailable");
  follow(WithoutList::accept);
  EXPECT_EQ(code(ours.token()), "");
}

TEST_F(Revoking, is_explained) {
  follow();
  exchange::Trace trace;
  fake.worker.trace = &trace;
  remote->publish(list_of(R"({"sub":"test-user"})"));
  EXPECT_EQ(code(ours.token()), "jwt.revoked");
  const auto& last = trace.findings().back();
  EXPECT_EQ(last.step, "revocation");
  EXPECT_EQ(last.code, std::string("jwt.revoked"));
  EXPECT_EQ(last.says, "revoked by its sub");
}

std::string faults_of(const std::string& revocation) {
  exchange::LoadFake load("issuer: a\njwks: '{\"keys\":[]}'\nrevocation: " + revocation + "\n");
  auto context = load.context();
  const auto store = context.states->keep<keys::Store>(
      {}, [&] { return std::make_shared<keys::Store>(context.clock); });
  const auto settings = settings_type(context).decode(load.root(), load.faults);
  return load.faults.has_errors() ? load.faults.text() : "";
}

TEST(RevocationConfig, names_a_file_or_a_url) {
  EXPECT_EQ(faults_of("{url: 'https://a.example/revoked', maxStale: 1h}"), "");
  EXPECT_TRUE(faults_of("{file: absent.json}").contains("absent.json"));
  EXPECT_TRUE(faults_of("{url: 'ftp://a'}").contains("expected a URL"));
  EXPECT_TRUE(faults_of("{file: a, maxStale: 1h}").contains("says nothing of a file"));
  EXPECT_NE(faults_of("{}"), "");
  EXPECT_NE(faults_of("{file: a, url: 'https://a.example/'}"), "");
}

}  // namespace
}  // namespace jg::policies::jwt
