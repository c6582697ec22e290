#include "app/cli/request_options.h"

#include <CLI/CLI.hpp>

#include "app/cli/token_source.h"

namespace jg::app::cli {

void add_request_options(CLI::App& command, RequestOptions& options, const std::string& token_is) {
  auto* const token = command.add_option("--token", options.token, token_is);
  auto* const file =
      command.add_option("--token-file", options.token_file,
                         "The file that holds the token, so that no shell remembers it");
  token->excludes(file);
  command.add_option("--host", options.host, "The host that is asked")->capture_default_str();
  command.add_option("--header", options.headers, "A header as \"name: value\"; may be repeated")
      ->allow_extra_args(false);
  command.add_option("--source", options.source, "The client's address")->capture_default_str();
}

Result<explain::Request> read_request(const RequestOptions& options, std::istream& in,
                                      const Clock& clock) {
  auto token = find_token(options.token, options.token_file, in);
  if (!token) return std::unexpected(std::move(token.error()));
  explain::Request out;
  out.host = options.host;
  out.source = options.source;
  out.token = std::move(*token);
  out.now = clock.now();
  for (const std::string& line : options.headers) {
    auto header = explain::parse_header(line);
    if (!header) return std::unexpected(std::move(header.error()));
    out.headers.push_back(std::move(*header));
  }
  return out;
}

}  // namespace jg::app::cli
