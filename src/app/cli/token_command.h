// app/cli/token_command.h - `jotgate token`: make keys, sign tokens, look into one.
//
// Owner:  main() makes a TokenCommand, adds it to its CLI::App, and returns its exit_code after
// parsing. Thread: the main thread. Errors: told on `err`; exit_code is 1 then. Wrong usage is
// CLI11's to tell.
#pragma once

#include <iosfwd>

#include "app/cli/token_inspect.h"
#include "app/cli/token_keygen.h"
#include "app/cli/token_sign.h"
#include "base/clock.h"

namespace CLI {
class App;
}

namespace jg::app::cli {

// What the three subcommands read and write, where CLI11 puts their options, and what came of it.
struct TokenCommand {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const Clock& clock;

  KeygenOptions keygen = {};
  SignOptions sign = {};
  InspectOptions inspect = {};
  int exit_code = 0;
};

// `command` outlives `app`'s parsing.
void add_token_command(CLI::App& app, TokenCommand& command);

}  // namespace jg::app::cli
