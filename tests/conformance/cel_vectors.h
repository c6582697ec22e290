// tests/conformance/cel_vectors.h - the CEL engine behind a pipe: JSON lines of cases in, JSON
// lines of results out.
//
// In:  {"id", "expr", "bindings"?, "bindings_json"?, "container"?, "disable_macros"?}: see
// cel/case.h. Out: {"id", "value": typed value} or {"id", "error": text}, one a line in, in order.
#pragma once

#include <iosfwd>

namespace jg::conformance {

// 0 when every line was JSON.
int run_cel_vectors(std::istream& in, std::ostream& out);

}  // namespace jg::conformance
