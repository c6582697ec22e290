// cel/functions/cases_fake.h - good and bad uses of functions, from the tables in cases/*.txt.
//
// A table: a function's name on a line of its own, then its uses, indented: `expression => value`,
// `(empty)` for an empty text, or `expression => ! code` for an error, `! compile` for one that does
// not compile. `#` begins a remark.
#pragma once

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "base/ascii.h"

namespace jg::cel::functions {

struct UseCase {
  std::string function;
  std::string expression;
  std::string wanted;
  bool is_bad() const { return wanted.starts_with('!'); }
};

inline std::vector<UseCase> read_cases(const std::filesystem::path& folder) {
  std::vector<UseCase> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    std::string function;
    for (std::string line; std::getline(file, line);) {
      const std::size_t arrow = line.rfind(" => ");
      if (line.empty() || ascii::trim(line).starts_with('#')) continue;
      if (!line.starts_with(' '))
        function = line;
      else if (arrow != line.npos)
        out.push_back({function, std::string(ascii::trim(std::string_view(line).substr(0, arrow))),
                       line.substr(arrow + 4) == "(empty)" ? "" : line.substr(arrow + 4)});
      else
        out.push_back({function, line, "(no => in this line)"});
    }
  }
  return out;
}

// The functions of which there is a case that is bad, or one that is good.
inline std::set<std::string> covered(const std::vector<UseCase>& cases, bool bad) {
  std::set<std::string> out;
  for (const UseCase& one : cases)
    if (one.is_bad() == bad) out.insert(one.function);
  return out;
}

}  // namespace jg::cel::functions
