// exchange/metadata.h - what policies put down about an exchange for later expressions: metadata.NAME.
//
// Owner:  the exchange's arena.
// Limits: a value as large as an evaluation may build (cel/context.h); beyond it is not kept.
// Trust:  made of what peers sent, as the configuration says.
#pragma once

#include <string_view>

#include "cel/value.h"
#include "exchange/exchange.h"

namespace jg::exchange {

// Replaces what has that name; a value that is an error takes it away. The value is copied, so what
// it looks at need not stay. `name` lives as long as the exchange.
void add_metadata(Exchange& exchange, std::string_view name, cel::Value value);

}  // namespace jg::exchange
