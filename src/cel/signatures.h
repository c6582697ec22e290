// cel/signatures.h - what functions take and give, as far as it is certain.
//
// Thread: static.
#pragma once

#include <array>
#include <string_view>

#include "cel/kinds.h"

namespace jg::cel {

struct Signature {
  std::string_view name;  // with its namespace
  Kinds gives = kAnyKind;
  std::array<Kinds, 3> takes = {kAnyKind, kAnyKind, kAnyKind};  // a receiver is the first
  Kinds elements = kAnyKind;                                    // of a list or map that it gives
};

// One that knows nothing for a function without a row.
const Signature& find_signature(std::string_view name);

}  // namespace jg::cel
