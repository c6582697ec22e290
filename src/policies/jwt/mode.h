// policies/jwt/mode.h - what each mode does about each kind of credential: the whole matrix.
//
// Spec: agentgateway's modes; a token that is there must be good in all but permissive mode.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jg::policies::jwt {

enum class Mode : std::uint8_t { strict, optional, permissive };

enum class Seen : std::uint8_t {
  nothing,
  failed,
  verified
};  // failed: also when it is unclear which one to check

enum class Action : std::uint8_t {
  refuse,
  pass,      // without claims; the request is left as it is
  identify,  // claims are attached, the credential is taken out
};

inline constexpr std::array<std::array<Action, 3>, 3> kActions = {{
    // strict           optional          permissive
    {Action::refuse, Action::pass, Action::pass},            // nothing
    {Action::refuse, Action::refuse, Action::pass},          // failed
    {Action::identify, Action::identify, Action::identify},  // verified
}};

constexpr Action action_for(Seen seen, Mode mode) {
  return kActions[static_cast<std::size_t>(seen)][static_cast<std::size_t>(mode)];
}

constexpr std::string_view name(Mode mode) {
  switch (mode) {
    case Mode::strict: return "strict";
    case Mode::optional: return "optional";
    case Mode::permissive: return "permissive";
  }
  return {};
}

}  // namespace jg::policies::jwt
