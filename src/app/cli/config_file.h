// app/cli/config_file.h - from what the command line names as the configuration to what was loaded.
//
// Errors: told to a Faults; null then.
#pragma once

#include <memory>

#include "app/cli/options.h"
#include "app/load.h"

namespace jg::app::cli {

// Standard input can be read once only, so `-` must be in options.text already.
void read_standard_input(Options& options);

// Reads and loads; the file itself is watched from before it is read.
std::shared_ptr<const Loaded> load_file(const Options& options, const Host& host,
                                        config::Faults& faults);

}  // namespace jg::app::cli
