// app/cli/request_options.h - how a command is told of a request that it is asked about: its token,
// host, headers and client.
//
// Errors: those of find_token() and of explain::parse_header().
// Trust:  the operator's. The token is never shown.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/explain/request.h"
#include "base/clock.h"

namespace CLI {
class App;
}

namespace jg::app::cli {

struct RequestOptions {
  std::string token;
  std::string token_file;
  std::string host = "localhost";
  std::string source = "127.0.0.1";
  std::vector<std::string> headers;

  // Whether the token is to come from there.
  bool reads_standard_input() const { return token == "-" || token_file == "-"; }
};

// `token_is` says what the command does with the token. `options` outlives the parsing.
void add_request_options(CLI::App& command, RequestOptions& options, const std::string& token_is);

// A GET of / unless the caller says otherwise.
Result<explain::Request> read_request(const RequestOptions& options, std::istream& in,
                                      const Clock& clock);

}  // namespace jg::app::cli
