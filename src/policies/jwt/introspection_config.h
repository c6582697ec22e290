// policies/jwt/introspection_config.h - `introspection` of a provider: whom to ask about its tokens.
//
// Errors: told to a Faults at the key's place.
// Spec:   jotgate's own; RFC 7662 section 2.1, RFC 6749 section 2.3.1 for how the gateway shows who it
//         is.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "policies/jwt/introspection.h"
#include "policies/jwt/transport_config.h"

namespace jg::policies::jwt {

struct IntrospectionMap {
  std::string url;
  std::optional<std::string> client_id;
  std::optional<config::TextSource> client_secret;
  std::chrono::milliseconds cache_time{30'000};
  TransportMap transport;
  config::Place place;
};

config::Type<IntrospectionMap> introspection_type();

// Null after a fault was told.
std::shared_ptr<const Introspection> make_introspection(const IntrospectionMap& map,
                                                        const std::string& issuer,
                                                        const exchange::LoadContext& context,
                                                        config::Faults& faults);

}  // namespace jg::policies::jwt
