// app/cli/explain_command.h - `jotgate explain`: why would this request be refused, or would it
// pass?
//
// Owner:  main() makes an ExplainCommand, adds it to its CLI::App, and returns its exit_code.
// Thread: the main thread.
// Errors: told on `err`. The exit code is 0 when the request would pass, 1 when it would be
//         refused, 2 when the question or the configuration is at fault.
// Trust:  nobody is called, and nothing is fetched but keys when that is asked for. The token is
//         never shown.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "app/cli/options.h"
#include "app/cli/request_options.h"
#include "base/clock.h"

namespace jg::app::cli {

inline constexpr int kExplainUsage = 2;

struct ExplainCommand {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const Clock& clock;

  Options config = {};
  RequestOptions asked = {};
  std::string method = "GET";
  std::string path = "/";
  std::string body = {};
  std::string tool = {};
  std::optional<unsigned> port = {};
  std::optional<std::int64_t> now = {};
  bool json = false;
  bool fetch = false;
  int exit_code = 0;
};

// `command` outlives `app`'s parsing.
CLI::App& add_explain_command(CLI::App& app, ExplainCommand& command);

}  // namespace jg::app::cli
