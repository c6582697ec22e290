// exchange/choices.h - which of its alternatives a policy applied to a request, for when the answer
// is there.
//
// Owner: the exchange's arena.
#pragma once

#include <cstddef>
#include <optional>

#include "exchange/exchange.h"
#include "exchange/policy.h"

namespace jg::exchange {

void remember_choice(Exchange& exchange, const Policy& of, std::size_t alternative);
std::optional<std::size_t> find_choice(const Exchange& exchange, const Policy& of);

}  // namespace jg::exchange
