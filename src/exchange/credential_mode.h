// exchange/credential_mode.h - what each mode of an authenticating policy does about each kind of
// credential: the whole matrix.
//
// Spec: agentgateway's modes; a credential that is there must be good in all but permissive mode.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/type.h"

namespace jg::exchange {

enum class CredentialMode : std::uint8_t { strict, optional, permissive };

enum class CredentialSeen : std::uint8_t {
  nothing,
  failed,
  verified
};  // failed: also when it is unclear which one to check

enum class CredentialAction : std::uint8_t {
  refuse,
  pass,      // nobody known; the request is left as it is
  identify,  // the caller is known, the credential is taken out
};

inline constexpr std::array<std::array<CredentialAction, 3>, 3> kCredentialActions = {{
    // strict                    optional                    permissive
    {CredentialAction::refuse, CredentialAction::pass, CredentialAction::pass},    // nothing
    {CredentialAction::refuse, CredentialAction::refuse, CredentialAction::pass},  // failed
    {CredentialAction::identify, CredentialAction::identify,
     CredentialAction::identify},  // verified
}};

constexpr CredentialAction action_for(CredentialSeen seen, CredentialMode mode) {
  return kCredentialActions[static_cast<std::size_t>(seen)][static_cast<std::size_t>(mode)];
}

constexpr std::string_view name(CredentialMode mode) {
  switch (mode) {
    case CredentialMode::strict: return "strict";
    case CredentialMode::optional: return "optional";
    case CredentialMode::permissive: return "permissive";
  }
  return {};
}

config::Type<CredentialMode> credential_mode_type();

}  // namespace jg::exchange
