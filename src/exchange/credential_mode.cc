#include "exchange/credential_mode.h"

#include <string>
#include <utility>
#include <vector>

#include "config/types.h"

namespace jg::exchange {

config::Type<CredentialMode> credential_mode_type() {
  std::vector<std::pair<std::string, CredentialMode>> choices;
  for (const CredentialMode mode :
       {CredentialMode::strict, CredentialMode::optional, CredentialMode::permissive})
    choices.emplace_back(name(mode), mode);
  return config::enumeration<CredentialMode>(std::move(choices));
}

}  // namespace jg::exchange
