// llm/observe/usage.h - what an answer says about its model and tokens, in any of OpenAI's shapes.
//
// Trust:  the provider's words; a count that is no whole number is left out, nothing is judged.
#pragma once

#include "json/value.h"
#include "telemetry/record.h"

namespace jg::llm {

// `answer` is a chat completion or a chunk of one, a response object, or a list of embeddings. What
// it does not say stays as it was in `record`.
void read_usage(json::Value answer, telemetry::LlmRecord& record);

// True when an event of a stream carries a piece of the answer itself, rather than its frame.
bool carries_token(json::Value event);

}  // namespace jg::llm
