// llm/providers/target.h - which server a provider of OpenAI's form is, and the path of each of its
// operations there.
//
// Spec:   agentgateway's rules: a path override is the whole path; a host of one's own without a
//         prefix keeps the client's path, except for custom providers; otherwise it is the prefix
//         and the operation's own.
#pragma once

#include "llm/config.h"
#include "llm/providers/openai.h"

namespace jg::llm {

// `choice` names a preset or is custom, and was checked against `params`. The key is left to the
// caller.
OpenAiSettings make_settings(const ProviderChoice& choice, const ParamsConfig& params);

}  // namespace jg::llm
