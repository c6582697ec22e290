#include "policies/jwt/provider.h"

namespace jg::policies::jwt {

std::vector<std::string_view> Provider::accepted_issuers() const {
  if (claims.issuers.empty()) return {claims.issuer};
  std::vector<std::string_view> out;
  for (const jose::AcceptedIssuer& accepted : claims.issuers) out.push_back(accepted.issuer);
  return out;
}

}  // namespace jg::policies::jwt
