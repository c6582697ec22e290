// cel/functions/texts.h - what many functions ask of their arguments.
#pragma once

#include "cel/function.h"

namespace jg::cel::functions {

inline bool are_texts(const Call& call) {
  for (const Value v : call.args) {
    if (!v.is(Kind::string)) return false;
  }
  return true;
}

}  // namespace jg::cel::functions
