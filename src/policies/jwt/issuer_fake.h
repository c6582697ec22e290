// policies/jwt/issuer_fake.h - an identity provider in a test's hands: a key, its set, tokens
// signed with it.
#pragma once

#include <string>

#include "exchange/exchange_fake.h"
#include "jose/keygen.h"
#include "jose/sign.h"

namespace jg::policies::jwt {

class IssuerFake {
 public:
  explicit IssuerFake(std::string issuer = "https://issuer.example", std::string kid = "k1",
                      jose::Algorithm algorithm = jose::Algorithm::es256)
      : issuer_(std::move(issuer)), kid_(std::move(kid)) {
    jose::KeyRequest request{algorithm};
    request.kid = kid_;
    auto made = jose::generate_key(request);
    key_ = std::move(made.value());
  }

  const std::string& issuer() const { return issuer_; }
  std::string jwks() const { return std::string(key_.key_set.reveal()); }

  // Claims beside iss and exp, as members of an object: R"("sub":"a","aud":"b")".
  std::string token(const std::string& members = R"("sub":"test-user")",
                    long seconds_to_live = 300) const {
    return sign("{\"iss\":\"" + issuer_ + "\",\"exp\":" + std::to_string(now() + seconds_to_live) +
                (members.empty() ? "" : ",") + members + "}");
  }

  std::string sign(const std::string& payload, const std::string& kid) const {
    return sign_with({{"kid", "\"" + kid + "\""}}, payload);
  }
  std::string sign(const std::string& payload) const { return sign(payload, kid_); }
  std::string sign_without_kid(const std::string& payload) const { return sign_with({}, payload); }

  static long now() { return static_cast<long>(exchange::kFakeNow.time_since_epoch().count()); }

 private:
  std::string sign_with(const std::vector<jose::HeaderMember>& header,
                        const std::string& payload) const {
    const auto key = jose::SigningKey::parse(key_.private_jwk.reveal());
    return jose::sign_compact(key.value(), header, payload).value();
  }

  std::string issuer_;
  std::string kid_;
  jose::GeneratedKey key_;
};

}  // namespace jg::policies::jwt
