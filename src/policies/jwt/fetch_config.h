// policies/jwt/fetch_config.h - how a document is fetched and kept fresh, as it is written beside its
// URL: the same for key sets and revocation lists.
//
// Errors: told to a Faults at the key's place.
// Spec:   all of it is jotgate's own.
#pragma once

#include <chrono>

#include "keys/settings.h"
#include "policies/jwt/transport_config.h"

namespace jg::policies::jwt {

struct FetchMap {
  TransportMap transport;
  std::chrono::seconds min_refresh{60};
  std::chrono::seconds max_refresh{3600};
  std::chrono::seconds max_stale{24 * 3600};
};

config::Object<FetchMap> fetch_object();

// Puts what `map` says into `out`; false after a fault was told.
bool apply(const FetchMap& map, const exchange::LoadContext& context, keys::RemoteSettings& out,
           config::Faults& faults);

}  // namespace jg::policies::jwt
