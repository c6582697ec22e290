// exchange/feature.h - what a policy tells the registry: its key, its configuration, how it is
// made.
//
// A new policy: 1. a folder src/policies/<name> with a file for its config (struct and descriptor)
// and one for its work; 2. a line in app/registry.cc; 3. a line in CMakeLists.txt; 4. its page in
// docs/guide.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.h"
#include "config/environment.h"
#include "config/faults.h"
#include "config/json_schema.h"
#include "config/watch.h"
#include "exchange/policy.h"
#include "net/tls_client_contexts.h"

namespace jg::exchange {

// What is needed to turn configuration into policies.
struct LoadContext {
  const Clock& clock;
  std::string working_directory;  // relative `file:` paths start here
  unsigned workers;               // exchange.worker.index is below this
  config::Environment environment = config::process_environment();
  // The files that were read: a change of one means loading anew.
  std::shared_ptr<config::FileWatch> watched = std::make_shared<config::FileWatch>();
  std::shared_ptr<net::TlsClientContexts> tls_contexts = std::make_shared<net::TlsClientContexts>();
};

struct PolicyFeature {
  std::string_view key;  // "jwtAuth"
  Stage stage;
  std::string_view doc;
  // Decodes and builds in one go. Configurations of several levels of one phase come together, the
  // most general first (gateway before route); most features let the last replace the others,
  // authorization adds them up. Null, with faults, when it cannot be made.
  std::function<std::shared_ptr<const Policy>(const std::vector<config::Node>& levels,
                                              const LoadContext& context, config::Faults& faults)>
      make;
  std::function<config::Schema(config::Definitions&)> schema;  // of the key's value
};

}  // namespace jg::exchange
