// policies/jwt/settings.h - a jwtAuth as it is in force, its key sets loaded.
#pragma once

#include <vector>

#include "exchange/location.h"
#include "policies/jwt/mode.h"
#include "policies/jwt/provider.h"

namespace jg::policies::jwt {

struct Settings {
  Mode mode = Mode::optional;
  exchange::Location location;
  std::vector<Provider> providers;
  bool strips_invalid = false;  // permissive mode: a token that failed is taken out, not passed on
};

}  // namespace jg::policies::jwt
