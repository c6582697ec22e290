// exchange/feature.h - what a policy tells the registry: its key, its configuration, how it is
// made.
//
// A new policy: 1. a folder src/policies/<name> with a file for its config (struct and descriptor)
// and one for its work; 2. a line in app/registry.cc; 3. a line in CMakeLists.txt; 4. its page in
// docs/guide.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.h"
#include "config/environment.h"
#include "config/faults.h"
#include "config/json_schema.h"
#include "config/type.h"
#include "config/watch.h"
#include "exchange/kept_states.h"
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
  std::shared_ptr<KeptStates> states = std::make_shared<KeptStates>();  // of all loads
};

// Where a policy may stand: each place includes those before it.
enum class Reach : std::uint8_t { route, llm, gateway };

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
  Reach reach = Reach::gateway;
  config::Shapes shapes = config::shape(config::Kind::map);
  std::string_view expected = "a map";  // in the message about a value of another shape
};

// For features of which the most specific level counts alone. type_of(context) is the Type of the
// key's value, of which a Made is made.
template <class Made, class TypeOf>
auto make_of_last(TypeOf type_of) {
  return [type_of](const std::vector<config::Node>& levels, const LoadContext& context,
                   config::Faults& faults) -> std::shared_ptr<const Policy> {
    auto value = type_of(context).decode(levels.back(), faults);
    if (!value) return nullptr;
    return std::make_shared<const Made>(std::move(*value));
  };
}

// For `schema`, which depends on no context.
template <class TypeOf>
auto schema_by(TypeOf type_of) {
  return [type_of](config::Definitions& definitions) {
    const RealClock clock;
    const auto no_variables = [](std::string_view) { return std::nullopt; };
    return type_of(LoadContext{clock, {}, 1, no_variables}).schema(definitions);
  };
}

}  // namespace jg::exchange
