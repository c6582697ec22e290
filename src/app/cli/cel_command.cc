#include "app/cli/cel_command.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

#include "app/playground/render.h"

namespace jg::app::cli {
namespace {

constexpr int kFailed = 1;

std::unexpected<Error> wrong(std::string why) {
  return fail(Blame::config, "cel.usage", std::move(why));
}

Result<std::string> read_all(const std::string& name, std::istream& standard) {
  if (name == "-") return std::string(std::istreambuf_iterator<char>(standard), {});
  std::ifstream file(name, std::ios::binary);
  if (!file.is_open()) return wrong(name + ": cannot be read");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// "GET /path"
Result<void> read_request_line(const std::string& line, explain::Request& out) {
  const std::size_t space = line.find(' ');
  if (space == line.npos) return wrong("a request is written as 'GET /path'");
  out.method = line.substr(0, space);
  out.target = line.substr(space + 1);
  return {};
}

Result<playground::Question> read_question(CelCommand& command) {
  playground::Question out;
  out.expression = command.expression;
  out.wants_trace = command.trace;
  auto request = read_request(command.asked, command.in, command.clock);
  if (!request) return std::unexpected(std::move(request.error()));
  out.request = std::move(*request);
  if (auto read = read_request_line(command.request, out.request); !read)
    return std::unexpected(std::move(read.error()));
  if (command.context.empty()) return out;
  const auto text = read_all(command.context, command.in);
  if (!text) return std::unexpected(text.error());
  auto context = playground::parse_context(*text);
  if (!context) return std::unexpected(std::move(context.error()));
  out.context = std::move(*context);
  return out;
}

Result<int> run(CelCommand& command) {
  if (command.context == "-" && command.asked.reads_standard_input())
    return wrong("the context and the token cannot both come from standard input");
  const auto question = read_question(command);
  if (!question) return std::unexpected(question.error());
  const auto evaluation = playground::evaluate(*question);
  if (!evaluation) return std::unexpected(evaluation.error());
  command.out << (command.json ? as_json(*evaluation) : as_text(*evaluation)) << std::flush;
  return evaluation->is_error() ? kFailed : 0;
}

}  // namespace

CLI::App& add_cel_command(CLI::App& app, CelCommand& command) {
  CLI::App* const sub =
      app.add_subcommand("cel", "Evaluate an expression as a rule would; nothing is verified");
  sub->add_option("expression", command.expression, "The expression")->required();
  sub->add_option("--context", command.context,
                  "A JSON file with variables by name, in the place of the request's; - reads "
                  "standard input");
  add_request_options(*sub, command.asked,
                      "The token whose claims are `jwt`; - reads standard input");
  sub->add_option("--request", command.request, "Method and path, with its query")
      ->capture_default_str();
  sub->add_flag("--trace", command.trace, "Tell what each part gave");
  sub->add_flag("--json", command.json, "As JSON");
  sub->callback([&command] {
    const auto done = run(command);
    if (!done) command.err << "jotgate cel: " << done.error().detail << '\n';
    command.exit_code = done.value_or(kCelUsage);
  });
  return *sub;
}

}  // namespace jg::app::cli
