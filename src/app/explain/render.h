// app/explain/render.h - an explanation as people and as programs read it.
//
// Trust: control characters of the token are written so that no terminal obeys them.
#pragma once

#include <string>

#include "app/explain/explanation.h"

namespace jg::app::explain {

std::string as_text(const Request& request, const Explanation& explanation);
std::string as_json(const Request& request, const Explanation& explanation);

}  // namespace jg::app::explain
