// policies/jwt/binding.h - to what key the use of a token is bound, and who asks for it.
//
// Thread: any; pure functions.
// Errors: jwt.unchecked_binding.
// Spec:   RFC 7800 section 3.1; RFC 8705 section 3.1 (x5t#S256); RFC 9449 section 6.1 (jkt).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "config/type.h"
#include "json/value.h"

namespace jg::policies::jwt {

// For each way of binding.
enum class Binding : std::uint8_t {
  off,
  if_bound,  // of tokens that are bound in this way
  required,  // every token must be
};

config::Type<Binding> binding_type();

// The claim cnf: names of keys; they look into the claims.
struct Confirmation {
  std::optional<std::string_view> certificate;
  std::optional<std::string_view> proof_key;
};

struct Bindings {
  Binding certificate = Binding::off;
  Binding proof_key = Binding::off;

  bool are_off() const { return certificate == Binding::off && proof_key == Binding::off; }
};

// A member of cnf that nobody checks could be the one that was meant, so it is refused.
Result<Confirmation> read_confirmation(json::Value claims, const Bindings& checked);

}  // namespace jg::policies::jwt
