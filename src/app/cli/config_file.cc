#include "app/cli/config_file.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

namespace jg::app::cli {
namespace {

std::optional<ConfigText> read(const Options& options) {
  if (options.file == "-") return ConfigText{"stdin", options.text};
  if (options.file.empty()) return ConfigText{"-c", options.text};
  std::error_code not_there;
  if (std::filesystem::is_directory(options.file, not_there)) return std::nullopt;
  std::ifstream file(options.file, std::ios::binary);
  if (!file.is_open()) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return ConfigText{options.file, text.str()};
}

}  // namespace

void read_standard_input(Options& options) {
  if (options.file == "-") options.text = std::string(std::istreambuf_iterator<char>(std::cin), {});
}

std::shared_ptr<const Loaded> load_file(const Options& options, const Host& host,
                                        config::Faults& faults) {
  if (!options.file.empty() && options.file != "-")
    host.watched->add(host.working_directory / options.file);
  const auto text = read(options);
  if (text) return load(*text, host, faults);
  faults.add(config::Place{options.file, {}, {}}, "cannot be read");
  return nullptr;
}

}  // namespace jg::app::cli
