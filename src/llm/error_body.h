// llm/error_body.h - a refusal in the JSON form that OpenAI's clients read, so that a person sees
// why.
//
// Spec:   {"error":{"message","type","param","code"}}; the codes of model routing are
//         agentgateway's, any other refusal keeps its own code, which also ends the message:
//         clients show the message and drop the rest.
// Trust:  only what exchange/refusal lists is written.
#pragma once

#include <string>
#include <string_view>

#include "exchange/refusal.h"

namespace jg::llm {

// The path is not looked at yet: every operation served has OpenAI's form.
std::string openai_error_body(const exchange::Refusal& refusal, std::string_view request_path);

}  // namespace jg::llm
