// app/cli/token_inspect.h - `jotgate token inspect`: what a token says, for a person, unverified.
//
// Errors: cli.token when there is nothing to show.
// Limits: 1 MiB read.
// Trust:  the token is hostile; what is shown holds no control bytes.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "base/secret.h"
#include "json/value.h"

namespace jg::app::cli {

struct InspectOptions {
  std::string token = "-";
};

// All there is to read, up to the limit.
Result<Secret> read_token(std::istream& in);

Result<std::string> run_inspect(const InspectOptions& options, std::istream& in, SystemTime now);

// Its first two parts, believed in nothing; empty where one is not base64url of JSON. The claims of
// a token of five parts are encrypted.
struct TokenParts {
  std::optional<json::Document> header;
  std::optional<json::Document> claims;
  std::size_t count = 0;  // of parts
};
TokenParts read_parts(std::string_view token);

// Without white space around it and "Bearer " before it.
std::string_view bare_token(std::string_view text);

// "Bearer " and white space around the token are taken off.
Result<std::string> describe_token(std::string_view text, SystemTime now);

}  // namespace jg::app::cli
