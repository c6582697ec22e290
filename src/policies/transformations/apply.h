// policies/transformations/apply.h - carries out what a transformation says on one message.
//
// Owner:  texts that are written live in the exchange's arena, the request or the configuration.
// Thread: the exchange's loop.
// Errors: none: a field without a value is not added, one that is to be set goes; a body that cannot
//         be computed is empty.
// Limits: cel/context.h bounds each expression.
#pragma once

#include "exchange/variables.h"
#include "policies/transformations/config.h"
#include "policies/transformations/message.h"

namespace jg::policies::transformations {

// All values are computed before the first field is written.
void apply(const Transformation& transformation, exchange::Exchange& exchange,
           const exchange::Surroundings& surroundings, Message& message);

}  // namespace jg::policies::transformations
