// policies/jwt/revocation_config.h - `revocation` of a provider: where its list of revoked tokens is.
//
// Errors: told to a Faults at the key's place.
// Limits: jose::RevocationList.
// Spec:   jotgate's own.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "policies/jwt/fetch_config.h"
#include "policies/jwt/revocations.h"

namespace jg::policies::jwt {

struct RevocationMap {
  std::optional<config::TextSource> file;
  std::optional<std::string> url;
  FetchMap fetch;
  WithoutList without = WithoutList::refuse;
  config::Place place;
};

config::Type<RevocationMap> revocation_type();

// Null after a fault was told. What is fetched may come later.
std::shared_ptr<const Revocations> load_revocations(const RevocationMap& map,
                                                    const exchange::LoadContext& context,
                                                    config::Faults& faults);

}  // namespace jg::policies::jwt
