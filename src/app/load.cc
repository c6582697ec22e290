#include "app/load.h"

#include <algorithm>
#include <thread>

#include "app/registry.h"

namespace jg::app {
namespace {

// Policies keep state per worker, so the number is needed before they are made; faults are told by
// the real decoding.
unsigned peek_worker_count(const config::Node& root) {
  config::Faults unheard;
  const auto node = root.find("config");
  const auto settings =
      node && node->is_map() ? static_config_type().decode(*node, unheard) : std::nullopt;
  return worker_count(settings.value_or(StaticConfig{}));
}

}  // namespace

unsigned worker_count(const StaticConfig& settings) {
  return settings.workers ? settings.workers->count
                          : std::max(1u, std::thread::hardware_concurrency());
}

std::unique_ptr<Loaded> load(const ConfigText& text, const Host& host, config::Faults& faults) {
  auto document =
      config::Document::parse({text.name, text.text}, config::process_environment(), faults);
  if (!document) return nullptr;
  auto loaded = std::make_unique<Loaded>(Loaded{
      .document = std::move(*document),
      .context = {.clock = host.clock, .working_directory = host.working_directory, .workers = 1},
      .root = {},
      .snapshot = {},
  });
  loaded->context.watched = host.watched;
  loaded->context.states = host.states;
  loaded->context.workers =
      host.workers ? *host.workers : peek_worker_count(loaded->document.root());
  const auto features = policy_features();
  auto root = root_type(policy_places(features, loaded->context), loaded->context)
                  .decode(loaded->document.root(), faults);
  if (root) apply_environment(root->settings, loaded->context.environment, faults);
  if (!root || faults.has_errors()) return nullptr;
  loaded->root = std::move(*root);
  loaded->snapshot =
      build_snapshot({loaded->root, features, loaded->context, host.clients, host.tickets}, faults);
  return loaded->snapshot ? std::move(loaded) : nullptr;
}

std::string config_schema() {
  const RealClock clock;
  const exchange::LoadContext context{.clock = clock, .working_directory = ".", .workers = 1};
  return config::schema_of(root_type(policy_places(policy_features(), context), context));
}

}  // namespace jg::app
