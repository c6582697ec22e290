#include "policies/jwt/mode.h"

namespace jg::policies::jwt {

// A verified token identifies in every mode; nothing else ever does.
static_assert(action_for(Seen::verified, Mode::strict) == Action::identify);
static_assert(action_for(Seen::verified, Mode::optional) == Action::identify);
static_assert(action_for(Seen::verified, Mode::permissive) == Action::identify);
static_assert(action_for(Seen::nothing, Mode::strict) == Action::refuse);
static_assert(action_for(Seen::nothing, Mode::optional) == Action::pass);
static_assert(action_for(Seen::nothing, Mode::permissive) == Action::pass);
static_assert(action_for(Seen::failed, Mode::strict) == Action::refuse);
static_assert(action_for(Seen::failed, Mode::optional) == Action::refuse);
static_assert(action_for(Seen::failed, Mode::permissive) == Action::pass);

}  // namespace jg::policies::jwt
