// app/cli/token_source.h - the token that a command is asked about: on its line, in a file, or on
// standard input.
//
// Errors: cli.token for a file that cannot be read, or that holds nothing.
// Limits: those of read_token (app/cli/token_inspect.h).
#pragma once

#include <iosfwd>
#include <string>

#include "base/error.h"
#include "base/secret.h"

namespace jg::app::cli {

// Bare, without "Bearer "; empty when neither is given. `-` in either place is standard input.
Result<Secret> find_token(const std::string& token, const std::string& file, std::istream& in);

}  // namespace jg::app::cli
