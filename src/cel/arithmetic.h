// cel/arithmetic.h - + - * / % and negation, each checked.
//
// Errors: overflow, divide_by_zero, no_such_overload as Values.
// Spec:   cel-spec, "Numeric Values" (no silent wrap), "Timestamps and Durations".
#pragma once

#include "cel/ast.h"
#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

Value negate(Value v);
// `op` is one of add, subtract, multiply, divide, modulo.
Value compute(Operator op, Value a, Value b, Context& context);

// A list of all items; texts one after the other.
Value concatenate(Value a, Value b, Context& context);

}  // namespace jg::cel
