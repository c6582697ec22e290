// policies/jwt/key_source.h - the `jwks` of a provider: JSON text, a map with `keys`, a file, or
// where it is fetched.
//
// Errors: told to a Faults at the key's place; a key that cannot be used costs a warning with its
//         reason, no more.
// Limits: config::FileReader and jose::KeySetRules.
// Trust:  the operator's; key material appears in no message.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "config/sources.h"
#include "exchange/feature.h"
#include "policies/jwt/issuer_keys.h"
#include "policies/jwt/remote_source.h"

namespace jg::policies::jwt {

using KeySource = std::variant<config::TextSource, KeyPlace>;

config::Type<KeySource> key_source_type();

// Whose keys they are, and which kinds count.
struct KeyOwner {
  std::string issuer;
  jose::SymmetricKeys symmetric = jose::SymmetricKeys::refuse;
};

// Null after a fault was told. What is fetched may come later. The same keys of the same owner, in
// force already, are given again.
std::shared_ptr<const IssuerKeys> load_keys(const KeySource& source, const KeyOwner& owner,
                                            const exchange::LoadContext& context,
                                            config::Faults& faults);

}  // namespace jg::policies::jwt
