// app/cli/token_keygen.h - `jotgate token keygen`: a private key and its key set, as two files.
//
// Errors: cli.file when a file cannot be written or is there already; jwks.* and jwt.algorithm.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/error.h"

namespace jg::app::cli {

struct KeygenOptions {
  std::string algorithm = "ES256";
  std::string folder;
  std::optional<std::string> kid;
  std::size_t rsa_bits = 2048;
  bool force = false;
};

// What to tell the user.
Result<std::string> run_keygen(const KeygenOptions& options);

}  // namespace jg::app::cli
