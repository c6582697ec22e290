#include "app/cli/token_command.h"

#include <CLI/CLI.hpp>
#include <istream>
#include <ostream>

namespace jg::app::cli {
namespace {

void finish(TokenCommand& command, const char* name, const Result<std::string>& result) {
  if (result) {
    command.out << *result << std::flush;
    return;
  }
  command.err << "jotgate token " << name << ": " << result.error().detail << " ["
              << result.error().code << "]\n";
  command.exit_code = 1;
}

void add_keygen(CLI::App& token, TokenCommand& command) {
  CLI::App* const sub =
      token.add_subcommand("keygen", "Make a private key and the key set to publish");
  KeygenOptions& options = command.keygen;
  sub->add_option("--alg", options.algorithm, "The algorithm it signs with")->capture_default_str();
  sub->add_option("--out", options.folder, "The folder for private.jwk and jwks.json")->required();
  sub->add_option("--kid", options.kid, "The key's id; by default its thumbprint (RFC 7638)");
  sub->add_option("--bits", options.rsa_bits, "The size of an RSA key")->capture_default_str();
  sub->add_flag("--force", options.force, "Replace files that are there already");
  sub->callback([&command] { finish(command, "keygen", run_keygen(command.keygen)); });
}

void add_sign(CLI::App& token, TokenCommand& command) {
  CLI::App* const sub = token.add_subcommand("sign", "Sign a token with a private key");
  SignOptions& options = command.sign;
  sub->add_option("--key", options.key_file, "The private JWK that keygen wrote")->required();
  sub->add_option("--issuer", options.issuer, "The claim \"iss\"");
  sub->add_option("--audience", options.audiences, "The claim \"aud\"; may be repeated");
  sub->add_option("--subject", options.subject, "The claim \"sub\"");
  sub->add_option(
      "--claim", options.claims,
      "Any claim as name=value; may be repeated. The value is taken as JSON where it is JSON");
  sub->add_option("--expires-in", options.expires_in,
                  "How long it is good, e.g. 1h30m; -5m has expired")
      ->capture_default_str();
  sub->add_flag("--no-expiry", options.no_expiry, "Leave \"exp\" out");
  sub->add_option("--not-before", options.not_before,
                  "When it begins to be good, from now, e.g. 5m");
  sub->add_option("--header", options.headers, "Any header member as name=value; may be repeated");
  sub->add_option("--kid", options.kid, "The key id to name instead of the key's own");
  sub->callback(
      [&command] { finish(command, "sign", run_sign(command.sign, command.clock.now())); });
}

void add_inspect(CLI::App& token, TokenCommand& command) {
  CLI::App* const sub =
      token.add_subcommand("inspect", "Show what a token says, without verifying it");
  sub->add_option("token", command.inspect.token, "The token; - reads it from standard input")
      ->capture_default_str();
  sub->callback([&command] {
    finish(command, "inspect", run_inspect(command.inspect, command.in, command.clock.now()));
  });
}

}  // namespace

void add_token_command(CLI::App& app, TokenCommand& command) {
  CLI::App* const token = app.add_subcommand("token", "Make keys, sign tokens, look into tokens");
  token->require_subcommand(1);
  add_keygen(*token, command);
  add_sign(*token, command);
  add_inspect(*token, command);
}

}  // namespace jg::app::cli
