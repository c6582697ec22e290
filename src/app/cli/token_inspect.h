// app/cli/token_inspect.h - `jotgate token inspect`: what a token says, for a person, unverified.
//
// Errors: cli.token when there is nothing to show.
// Limits: 1 MiB read.
// Trust:  the token is hostile; what is shown holds no control bytes.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace jg::app::cli {

struct InspectOptions {
  std::string token = "-";
};

Result<std::string> run_inspect(const InspectOptions& options, std::istream& in, SystemTime now);

// "Bearer " and white space around the token are taken off.
Result<std::string> describe_token(std::string_view text, SystemTime now);

}  // namespace jg::app::cli
