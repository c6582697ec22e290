// cel/literal_text.h - a value as an expression would spell it, so that its type is seen: 1u, 1.0,
// b"...", duration("90s").
//
// Limits: what is written counts against the context; what is left out is "...".
#pragma once

#include <string>

#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

void append_literal(std::string& out, Value v, Context& context);

}  // namespace jg::cel
