// app/cli/serve_command.h - `jotgate -f FILE`: loads, tells what it loaded, and serves or only
// validates.
//
// Errors: told on standard error; the exit code is 1 for a configuration at fault, 2 for what keeps
//         it from starting.
#pragma once

#include "app/cli/options.h"

namespace jg::app::cli {

int serve(Options options);

}  // namespace jg::app::cli
