// llm/config_types.h - the types of single values under `llm:`.
#pragma once

#include "llm/config.h"

namespace jg::llm {

config::Type<BaseUrl> base_url_type();
config::Type<BaseUrl> host_override_type();
config::Type<std::string> path_type();  // begins with a slash
config::Type<std::string> model_pattern_type();
config::Type<JsonMembers> json_members_type();
config::Type<ProviderChoice> provider_choice_type();

// What one provider needs of its params, or cannot use.
void check_params(const ProviderChoice& choice, const ParamsConfig& params,
                  const config::Node& node, config::Faults& faults);

}  // namespace jg::llm
