// llm/observe/observe.h - sets the right observer on an answer, when there is one for its kind.
#pragma once

#include "base/clock.h"
#include "exchange/exchange.h"

namespace jg::llm {

// The answer stays the same, byte for byte; exchange.record.llm (which must be there) fills while
// it passes. An error, an answer in a content coding or of another media type is let alone. `begun`
// is when the provider was called.
void observe_answer(exchange::Exchange& exchange, SteadyTime begun);

}  // namespace jg::llm
