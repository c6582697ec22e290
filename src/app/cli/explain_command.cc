#include "app/cli/explain_command.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "app/cli/config_file.h"
#include "app/explain/render.h"
#include "keys/store.h"

namespace jg::app::cli {
namespace {

constexpr int kRefused = 1;
constexpr std::chrono::seconds kFirstKeys{10};

std::unexpected<Error> wrong(std::string why) {
  return fail(Blame::config, "explain.usage", std::move(why));
}

Result<explain::Request> read_question(ExplainCommand& command) {
  auto out = read_request(command.asked, command.in, command.clock);
  if (!out) return out;
  out->method = command.method;
  out->target = command.path;
  out->port = command.port;
  out->body = command.body;
  if (!command.tool.empty()) explain::call_tool(*out, command.tool);
  if (command.now) out->now = SystemTime(std::chrono::seconds(*command.now));
  return out;
}

Result<int> run(ExplainCommand& command) {
  if (command.config.file == "-" && command.asked.reads_standard_input())
    return wrong("the configuration and the token cannot both come from standard input");
  read_standard_input(command.config);
  auto request = read_question(command);
  if (!request) return std::unexpected(std::move(request.error()));
  upstream::Clients nobody;
  net::TicketKeys tickets;
  const Host host{command.clock, std::filesystem::current_path(), nobody, tickets, 1};
  const auto keys = std::make_shared<keys::Store>(command.clock);
  host.states->keep<keys::Store>({}, [&] { return keys; });  // policies find it there
  config::Faults faults;
  const auto loaded = load_file(command.config, host, faults);
  command.err << faults.text();
  if (!loaded) return wrong("the configuration has faults");
  const std::shared_ptr<const proxy::Snapshot> snapshot(loaded, loaded->snapshot.get());
  if (command.fetch) {
    keys->start();
    keys->await_first(kFirstKeys);
  }
  const auto explanation = explain::explain(snapshot, *request);
  keys->stop();
  if (!explanation) return std::unexpected(explanation.error());
  command.out << (command.json ? as_json(*request, *explanation) : as_text(*request, *explanation))
              << std::flush;
  return explanation->passes() ? 0 : kRefused;
}

}  // namespace

CLI::App& add_explain_command(CLI::App& app, ExplainCommand& command) {
  CLI::App* const sub = app.add_subcommand(
      "explain", "Tell why a request would be refused, or that it would pass; nothing is sent");
  auto* file = sub->add_option("-f,--file", command.config.file,
                               "The configuration file, YAML or JSON; - reads standard input");
  auto* text = sub->add_option("-c,--config", command.config.text, "The configuration itself");
  file->excludes(text);
  add_request_options(*sub, command.asked,
                      "The token; - reads standard input. It is put where jwtAuth looks");
  sub->add_option("--path", command.path, "The path, with its query")->capture_default_str();
  sub->add_option("--method", command.method, "The method")->capture_default_str();
  auto* body = sub->add_option("--body", command.body, "The body, such as a message of MCP");
  sub->add_option("--tool", command.tool,
                  "The tool of an MCP server that is called; makes the body")
      ->excludes(body);
  sub->add_option("--port", command.port, "By which port it comes, where there are several");
  sub->add_option("--now", command.now, "The moment, in seconds since 1970; now by default");
  sub->add_flag("--fetch", command.fetch, "Fetch the keys that come from a URL");
  sub->add_flag("--json", command.json, "As JSON");
  sub->callback([&command] {
    if (command.config.file.empty() && command.config.text.empty())
      throw CLI::RequiredError("-f FILE or -c TEXT");
    const auto done = run(command);
    if (!done) command.err << "jotgate explain: " << done.error().detail << '\n';
    command.exit_code = done.value_or(kExplainUsage);
  });
  return *sub;
}

}  // namespace jg::app::cli
