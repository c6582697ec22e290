// exchange/identity.h - who the caller is: the fact that authentication leaves for everybody after
// it.
//
// Owner:  the exchange; claims and token are shared with who remembers checked tokens.
// Trust:  only a policy that verified a credential makes one. The token itself is a Secret.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "json/value.h"

namespace jg::exchange {

struct Identity {
  std::shared_ptr<const json::Document> claims;  // the payload, an object
  std::string_view issuer;                       // the claim iss; looks into `claims`
  std::shared_ptr<const Secret> token;

  json::Value root() const { return claims ? claims->root() : json::Value(); }
  // The claim `sub`, empty when it is absent or no string.
  std::string_view subject() const {
    const auto sub = root().find("sub");
    return sub && sub->as_string() ? *sub->as_string() : std::string_view();
  }
};

}  // namespace jg::exchange
