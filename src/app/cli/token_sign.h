// app/cli/token_sign.h - `jotgate token sign`: a token from a private key and options.
//
// Errors: cli.option for an option that makes no sense; cli.file; jwks.* and jose.* for the key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace jg::app::cli {

struct SignOptions {
  std::string key_file;
  std::optional<std::string> issuer;
  std::vector<std::string> audiences;
  std::optional<std::string> subject;
  std::vector<std::string> claims;  // name=value
  std::string expires_in = "1h";
  bool no_expiry = false;
  std::optional<std::string> not_before;
  std::vector<std::string> headers;  // name=value
  std::optional<std::string> kid;
};

// The token and a line end.
Result<std::string> run_sign(const SignOptions& options, SystemTime now);

}  // namespace jg::app::cli
