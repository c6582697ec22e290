// app/main.cc - the command line.

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "app/cli/cel_command.h"
#include "app/cli/explain_command.h"
#include "app/cli/reference_cel.h"
#include "app/cli/reference_command.h"
#include "app/cli/serve_command.h"
#include "app/cli/token_command.h"
#include "app/load.h"
#include "app/version.h"

namespace {

constexpr const char* kAbout =
    "jotgate: lets a request through when its JSON Web Token is good and the rules say yes.\n"
    "It stands in front of LLM providers and HTTP services and reads agentgateway's YAML "
    "unchanged.";

constexpr const char* kExamples =
    "Examples:\n"
    "  jotgate -f config.yaml                    serve\n"
    "  jotgate -f config.yaml --validate-only    check, and list what each route does and does not "
    "check\n"
    "  jotgate schema > schema.json              the JSON Schema of the configuration, for "
    "editors\n"
    "  jotgate token keygen --out keys           a key pair to try things with\n"
    "  jotgate token sign --key keys/private.jwk --issuer me --audience api\n"
    "  jotgate token inspect TOKEN               what a token says (it is not verified)\n"
    "  jotgate explain -f config.yaml --token TOKEN   why a request with it is refused\n"
    "  jotgate cel 'jwt.sub == \"ann\"' --token TOKEN   what an expression gives for it\n";

}  // namespace

int main(int argc, char** argv) {
  // A peer that is gone is an error of the write to it, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);

  CLI::App app(kAbout, "jotgate");
  app.footer(kExamples);
  app.set_version_flag("-V,--version", std::string("jotgate ") + std::string(jg::app::kVersion));
  app.require_subcommand(0, 1);

  jg::app::cli::Options options;
  auto* file = app.add_option("-f,--file", options.file,
                              "The configuration file, YAML or JSON; - reads standard input");
  auto* text = app.add_option("-c,--config", options.text, "The configuration itself");
  file->excludes(text);
  app.add_flag("--validate-only", options.validate_only,
               "Check the configuration and tell what it does, then end");

  auto* schema = app.add_subcommand("schema", "Print the JSON Schema of the configuration");
  auto* reference = app.add_subcommand("reference", "Print a page of the reference")->group("");
  const auto add_page = [&](const char* name, const char* says, std::string (*page)()) {
    reference->add_subcommand(name, says)->final_callback([page] { std::cout << page(); });
  };
  add_page("cel", "Expressions", &jg::app::cli::cel_page);
  add_page("errors", "The codes", &jg::app::cli::errors_page);
  add_page("metrics", "The metrics", &jg::app::cli::metrics_page);
  reference->require_subcommand(1);
  const jg::RealClock clock;
  jg::app::cli::TokenCommand token{std::cin, std::cout, std::cerr, clock};
  jg::app::cli::add_token_command(app, token);
  jg::app::cli::ExplainCommand explain{std::cin, std::cout, std::cerr, clock};
  const auto& explaining = jg::app::cli::add_explain_command(app, explain);
  jg::app::cli::CelCommand cel{std::cin, std::cout, std::cerr, clock};
  const auto& evaluating = jg::app::cli::add_cel_command(app, cel);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    if (code != 0 && explaining.parsed()) return jg::app::cli::kExplainUsage;
    return code != 0 && evaluating.parsed() ? jg::app::cli::kCelUsage : code;
  }
  if (app.got_subcommand(schema)) {
    std::cout << jg::app::config_schema();
    return 0;
  }
  if (app.got_subcommand(reference)) return 0;
  if (explaining.parsed()) return explain.exit_code;
  if (evaluating.parsed()) return cel.exit_code;
  if (!app.get_subcommands().empty()) return token.exit_code;
  if (options.file.empty() && options.text.empty()) {
    std::cerr << "jotgate: say which configuration: -f FILE or -c TEXT\n\n" << app.help();
    return 1;
  }
  return jg::app::cli::serve(options);
}
