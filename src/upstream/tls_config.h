// upstream/tls_config.h - `backendTLS` as written, and what connections are made of it.
//
// Owner:  whoever calls the upstream.
// Errors: told to a Faults, files at the key that names them.
// Spec:   agentgateway's LocalBackendTLS. {} trusts the system's roots.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/schema.h"
#include "config/sources.h"
#include "config/watch.h"
#include "net/tls_client_contexts.h"
#include "upstream/endpoint.h"

namespace jg::upstream {

struct TlsConfig {
  std::optional<config::TextSource> cert;
  std::optional<config::TextSource> key;
  std::optional<config::TextSource> root;
  std::optional<std::string> hostname;  // SNI and the name to check; the backend's host without it
  bool insecure = false;
  bool insecure_host = false;
  std::vector<std::string> alpn;
  std::vector<std::string> alt_names;
  std::vector<std::string> groups;
  config::Place place;
};

config::Type<TlsConfig> tls_config_type();

// Names of key exchange groups that this build can do.
config::Type<std::vector<std::string>> key_exchange_groups_type();

// What a file's settings are read with.
struct TlsFiles {
  const config::FileReader& reader;
  config::FileWatch& watched;
  net::TlsClientContexts& contexts;
  config::Faults& faults;
};

// To a backend called `host`. Nothing, with faults, when a file is not what it should be.
std::optional<Tls> make_tls(const TlsConfig& config, const std::string& host,
                            const TlsFiles& files);

// The text of the file that a key names, watched from before it is read.
std::optional<std::string> read_watched(const config::TextSource& source,
                                        const config::FileReader& reader,
                                        config::FileWatch& watched, config::Faults& faults);

// What is not checked, for start-up's list; empty when everything is.
std::string tls_remark(const TlsConfig& config);

}  // namespace jg::upstream
