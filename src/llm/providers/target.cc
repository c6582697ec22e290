#include "llm/providers/target.h"

#include <cassert>

#include "base/ascii.h"
#include "llm/providers/presets.h"

namespace jg::llm {
namespace {

std::vector<OpenAiOperation> operations_of(const Preset& preset) {
  std::vector<OpenAiOperation> out;
  for (const PresetOperation& operation : preset.operations)
    out.push_back({operation.operation, std::string(operation.path)});
  return out;
}

std::vector<OpenAiOperation> operations_of(const CustomConfig& custom) {
  std::vector<OpenAiOperation> out;
  for (const FormatConfig& format : custom.formats)
    out.push_back({format.operation, format.path.value_or("")});
  return out;
}

// Where nothing is said about the path, a preset at another host leaves it to the client.
std::optional<std::string> find_prefix(const ProviderChoice& choice, const ParamsConfig& params,
                                       const BaseUrl& base) {
  if (params.path_prefix) return params.path_prefix;
  const bool is_moved = params.base_url || params.host_override;
  if (!choice.custom && is_moved && base.prefix.empty()) return std::nullopt;
  return base.prefix;
}

}  // namespace

OpenAiSettings make_settings(const ProviderChoice& choice, const ParamsConfig& params) {
  const Preset* preset = choice.name ? find_preset(*choice.name) : nullptr;
  assert(preset != nullptr || choice.custom);
  OpenAiSettings out;
  out.name = preset != nullptr ? ascii::lower(preset->name)
                               : choice.custom->provider_override.value_or("custom");
  out.operations = preset != nullptr ? operations_of(*preset) : operations_of(*choice.custom);
  if (params.base_url) {
    out.base = *params.base_url;
  } else {
    out.base = params.host_override ? *params.host_override : *parse_base_url(preset->base_url);
  }
  std::optional<std::string> prefix = find_prefix(choice, params, out.base);
  while (prefix && prefix->ends_with('/')) prefix->pop_back();
  for (OpenAiOperation& operation : out.operations) {
    if (params.path_override) {
      operation.path = *params.path_override;
    } else if (operation.path.empty() && prefix) {
      operation.path = *prefix + std::string(path_of(operation.operation));
    }
  }
  return out;
}

}  // namespace jg::llm
