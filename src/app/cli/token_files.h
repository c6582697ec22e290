// app/cli/token_files.h - the files of `jotgate token`: keys are written so that others cannot read
// them.
//
// Errors: cli.file, naming the file and what the system says.
// Limits: 1 MiB read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret.h"

namespace jg::app::cli {

enum class Readers : std::uint8_t { owner, everyone };
enum class Overwrite : std::uint8_t { no, yes };

std::unexpected<Error> file_fault(const std::string& path, std::string_view why);
std::unexpected<Error> file_exists(const std::string& path);

// The file has its mode from the moment it exists, and is never a link to somewhere else.
Result<void> write_file(const std::string& path, std::string_view text, Readers readers,
                        Overwrite overwrite);
Result<Secret> read_key_file(const std::string& path);

}  // namespace jg::app::cli
