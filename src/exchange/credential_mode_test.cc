#include "exchange/credential_mode.h"

namespace jg::exchange {

using Action = CredentialAction;
using Mode = CredentialMode;
using Seen = CredentialSeen;

// A verified credential identifies in every mode; nothing else ever does.
static_assert(action_for(Seen::verified, Mode::strict) == Action::identify);
static_assert(action_for(Seen::verified, Mode::optional) == Action::identify);
static_assert(action_for(Seen::verified, Mode::permissive) == Action::identify);
static_assert(action_for(Seen::nothing, Mode::strict) == Action::refuse);
static_assert(action_for(Seen::nothing, Mode::optional) == Action::pass);
static_assert(action_for(Seen::nothing, Mode::permissive) == Action::pass);
static_assert(action_for(Seen::failed, Mode::strict) == Action::refuse);
static_assert(action_for(Seen::failed, Mode::optional) == Action::refuse);
static_assert(action_for(Seen::failed, Mode::permissive) == Action::pass);

}  // namespace jg::exchange
