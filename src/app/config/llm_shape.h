// app/config/llm_shape.h - `llm:`, with where its requests come in and what happens to them before
// a model is chosen.
//
// Spec: agentgateway's LocalLLMConfig.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/config/routing.h"
#include "exchange/feature.h"
#include "llm/config.h"

namespace jg::app {

struct LlmShape {
  static constexpr std::uint16_t kDefaultPort = 4000;

  std::vector<std::string> gateways;
  std::optional<std::uint16_t> port;
  std::optional<TlsConfig> tls;  // of its own port
  PolicyValues policies;
  llm::LlmConfig llm;
  config::Place place;
};

config::Type<LlmShape> llm_shape_type(const PlacePolicies& policies,
                                      const exchange::LoadContext& context);

}  // namespace jg::app
