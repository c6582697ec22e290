// app/cli/cel_command.h - `jotgate cel`: what an expression gives, and why.
//
// Owner:  main() makes a CelCommand, adds it to its CLI::App, and returns its exit_code.
// Thread: the main thread.
// Errors: told on `err`. The exit code is 0 for a value, 1 when the expression fails, 2 when the
//         question or the expression is at fault.
// Limits: 1 MiB of context.
// Trust:  nothing is verified, nobody is called. The token is never shown.
#pragma once

#include <iosfwd>
#include <string>

#include "app/cli/request_options.h"
#include "base/clock.h"

namespace jg::app::cli {

inline constexpr int kCelUsage = 2;

struct CelCommand {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const Clock& clock;

  std::string expression = {};
  std::string context = {};  // a file, or - for standard input
  RequestOptions asked = {};
  std::string request = "GET /";
  bool trace = false;
  bool json = false;
  int exit_code = 0;
};

// `command` outlives `app`'s parsing.
CLI::App& add_cel_command(CLI::App& app, CelCommand& command);

}  // namespace jg::app::cli
