#include "app/cli/token_source.h"

#include <fstream>

#include "app/cli/token_inspect.h"

namespace jg::app::cli {
namespace {

Result<Secret> read(const std::string& token, const std::string& file, std::istream& in) {
  if (token == "-" || file == "-") return read_token(in);
  if (file.empty()) return Secret(token);
  std::ifstream stream(file, std::ios::binary);
  if (!stream.is_open()) return fail(Blame::config, "cli.token", file + ": cannot be read");
  return read_token(stream);
}

}  // namespace

Result<Secret> find_token(const std::string& token, const std::string& file, std::istream& in) {
  auto found = read(token, file, in);
  if (!found) return found;
  return Secret(std::string(bare_token(found->reveal())));
}

}  // namespace jg::app::cli
