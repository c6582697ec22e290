// telemetry/redact.h - takes credentials out of a query string before it is logged.
//
// Thread: any; no state.
// Spec:   RFC 6750 section 5.3 (tokens in URLs end up in logs); RFC 6749 section 4.1.2 (`code`).
// Trust:  input is hostile; where it is unclear how far a value goes, more is taken out, not less.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace jg::telemetry {

// `target` (path, and query after the first `?`) with the values of credential-like parameters
// replaced by `REDACTED`: of those whose names are known or given (letter case, `-` and `_` do not
// count; names may be percent-encoded), and values that look like a JSON Web Token under any name.
// Gives `target` itself when there is nothing to replace, else a copy in `arena`.
std::string_view redact_query(std::string_view target, std::span<const std::string> more_names,
                              Arena& arena);

}  // namespace jg::telemetry
