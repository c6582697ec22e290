// llm/providers/presets.h - the providers that are known by name: where they are, and what they
// serve in OpenAI's form.
//
// To add one that speaks OpenAI's form: a row in presets.cc; its name then is in the schema and in
// the guide's table.
#pragma once

#include <span>
#include <string_view>

#include "llm/operation.h"

namespace jg::llm {

struct PresetOperation {
  Operation operation;
  std::string_view path = {};  // when it is not below the base
};

struct Preset {
  std::string_view name;
  std::string_view base_url;
  std::span<const PresetOperation> operations;
};

std::span<const Preset> presets();
const Preset* find_preset(std::string_view name);

// Providers that agentgateway knows and jotgate has no form of yet.
std::span<const std::string_view> missing_providers();

}  // namespace jg::llm
