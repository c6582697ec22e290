// policies/jwt/transport_config.h - by which way something is fetched, as it is written beside its
// URL.
//
// Errors: told to a Faults at the key's place.
// Spec:   all of it is jotgate's own.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "config/schema.h"
#include "config/sources.h"
#include "exchange/feature.h"
#include "fetch/transport.h"

namespace jg::policies::jwt {

struct ClientCertificateMap {
  config::TextSource cert;
  config::TextSource key;
};

struct TransportMap {
  std::chrono::milliseconds timeout{10'000};
  bool deny_private_addresses = false;
  std::vector<fetch::Network> allow_addresses;
  std::optional<config::TextSource> root;
  std::optional<ClientCertificateMap> client_certificate;
  std::optional<Secret> proxy;
};

config::Object<TransportMap> transport_object();

// A URL that can be fetched.
config::Type<std::string> url_type();

// Nothing after a fault was told. Its files are watched.
std::optional<fetch::Transport> make_transport(const TransportMap& map,
                                               const exchange::LoadContext& context,
                                               config::Faults& faults);

}  // namespace jg::policies::jwt
