// llm/config.h - the models and providers under `llm:`, as written.
//
// Owner:  self-contained once decoded; shares rule sets with the models made of it.
// Spec:   agentgateway's LocalLLMConfig. Where requests come in (gateways, port, tls) and the
//         policies before a model is chosen are the caller's keys, which stand in the same object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "config/schema.h"
#include "config/sources.h"
#include "exchange/feature.h"
#include "exchange/rules.h"
#include "llm/model_table.h"
#include "llm/operation.h"
#include "llm/providers/base_url.h"
#include "upstream/tls_config.h"

namespace jg::llm {

struct ParamsConfig {
  std::optional<std::string> model;
  std::optional<config::TextSource> api_key;
  std::optional<BaseUrl> base_url;
  std::optional<BaseUrl> host_override;
  std::optional<std::string> path_override;
  std::optional<std::string> path_prefix;
  bool tokenize = false;
};

struct FormatConfig {
  Operation operation = Operation::chat;
  std::optional<std::string> path;
};

struct CustomConfig {
  std::optional<std::string> model;
  std::optional<std::string> provider_override;
  std::vector<FormatConfig> formats;
};

// One of the three.
struct ProviderChoice {
  std::optional<std::string> name;  // "echo" or a preset's
  std::optional<std::string> reference;
  std::optional<CustomConfig> custom;
  config::Place place;
};

using JsonMembers = std::vector<std::pair<std::string, std::string>>;  // name and JSON text

struct BodyConfig {
  JsonMembers defaults;
  JsonMembers overrides;
};

struct ModelDefaults {
  BodyConfig body;
  std::optional<upstream::TlsConfig> tls;
};

struct ProviderConfig {
  std::string name;
  ProviderChoice provider;
  ParamsConfig params;
  ModelDefaults defaults;
};

struct ModelConfig {
  std::string name;
  std::optional<std::string> id;
  Visibility visibility = Visibility::listed;
  ProviderChoice provider;
  ParamsConfig params;
  BodyConfig body;
  std::optional<upstream::TlsConfig> tls;  // the provider's without it
  std::shared_ptr<const exchange::RuleSet> authorization;
};

struct LlmConfig {
  std::vector<ProviderConfig> providers;
  std::vector<ModelConfig> models;
};

config::Object<LlmConfig> llm_object(const exchange::LoadContext& context);

}  // namespace jg::llm
