#include "app/cli/serve_command.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "app/load.h"
#include "app/report.h"
#include "app/server.h"
#include "base/log.h"

namespace jg::app::cli {
namespace {

constexpr int kBadConfig = 1;
constexpr int kCannotStart = 2;

std::optional<ConfigText> read(const Options& options) {
  if (!options.text.empty()) return ConfigText{"-c", options.text};
  if (options.file == "-") return ConfigText{"stdin", {std::istreambuf_iterator<char>(std::cin), {}}};
  std::error_code not_there;
  if (std::filesystem::is_directory(options.file, not_there)) return std::nullopt;
  std::ifstream file(options.file, std::ios::binary);
  if (!file.is_open()) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return ConfigText{options.file, text.str()};
}

void tell_report(const proxy::Snapshot& snapshot, bool validate_only) {
  for (const auto& remark : report(snapshot)) {
    const bool warns = remark.kind == exchange::Policy::Remark::Kind::warns;
    if (validate_only) std::cout << (warns ? "warning: " : "") << remark.text << '\n';
    else if (warns) log::warn(remark.text);
    else log::info(remark.text);
  }
}

}  // namespace

int serve(const Options& options) {
  const auto text = read(options);
  if (!text) {
    std::cerr << "jotgate: cannot read " << options.file << '\n';
    return kBadConfig;
  }
  const RealClock clock;
  upstream::Clients clients;
  config::Faults faults;
  const auto loaded = load(*text, {clock, std::filesystem::current_path(), clients}, faults);
  std::cerr << faults.text();
  if (!loaded) {
    std::cerr << "jotgate: " << text->name << ": " << faults.errors() << (faults.errors() == 1 ? " fault" : " faults") << "; nothing was started\n";
    return kBadConfig;
  }
  log::set_level(loaded->root.settings.logging.level);
  tell_report(*loaded->snapshot, options.validate_only);
  if (options.validate_only) {
    std::cout << "Configuration is valid!\n";
    return 0;
  }
  Server server(clock, *loaded, clients);
  if (auto done = server.run(); !done) {
    std::cerr << "jotgate: " << done.error().code << ": " << done.error().detail << '\n';
    return kCannotStart;
  }
  return 0;
}

}  // namespace jg::app::cli
