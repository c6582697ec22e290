// policies/jwt/remote_source.h - `jwks: {url: ...}` or `{discovery: ...}` as written, and what is
// fetched for it.
//
// Errors: told to a Faults at the key's place.
// Spec:   agentgateway's FileInlineOrRemote has `url`; all else is jotgate's own. Discovery:
//         OpenID Connect Discovery 1.0 section 4.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "config/schema.h"
#include "config/sources.h"
#include "exchange/feature.h"
#include "keys/settings.h"
#include "policies/jwt/fetch_config.h"

namespace jg::policies::jwt {

// A map under `jwks` that names where the keys are.
struct KeyPlace {
  std::optional<config::TextSource> file;
  std::optional<std::string> url;
  std::optional<std::string> discovery;  // its URL; empty: the issuer's own
  FetchMap fetch;
  std::chrono::milliseconds unknown_key_interval{30'000};
  std::chrono::milliseconds unknown_key_wait{2'000};
  config::Place place;
};

config::Type<KeyPlace> key_place_type();

// Of a place that is no file. Nothing after a fault was told.
std::optional<keys::RemoteSettings> make_remote(const KeyPlace& place, const std::string& issuer,
                                                const exchange::LoadContext& context,
                                                config::Faults& faults);

}  // namespace jg::policies::jwt
