// app/cli/options.h - what the command line asks for.
#pragma once

#include <optional>
#include <string>

namespace jg::app::cli {

struct Options {
  std::string file;  // -f; "-" is standard input
  std::string text;  // -c
  bool validate_only = false;
};

}  // namespace jg::app::cli
