// cel/compare.h - equality and order across all values.
//
// Errors: equality of costly values may exhaust the budget; only bool, text, bytes, time and
//         numbers have an order.
// Spec:   cel-spec, "Equality" and "Ordering": numbers compare by value whatever their type,
//         unrelated types are unequal.
#pragma once

#include <compare>
#include <optional>

#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

// A boolean, or an error when the budget is gone.
Value equal(Value a, Value b, Context& context);

// Never a list, map or optional: those are unequal here.
bool equal_scalars(Value a, Value b);

// unordered for NaN; nullopt when the two have no order.
std::optional<std::partial_ordering> order(Value a, Value b);

}  // namespace jg::cel
