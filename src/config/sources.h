// config/sources.h - values that stand in the configuration, or in a file beside it.
//
// Errors: told to a Faults at the place where the configuration names the file.
// Limits: a file is a regular one of at most `most_bytes`.
// Spec:   a string is inline text; {file: path} is relative to the process's working directory, not
//         to the configuration file, as in agentgateway. Files are not searched for variables.
// Trust:  what a file holds is never printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/secret.h"
#include "config/faults.h"
#include "config/type.h"

namespace jg::config {

struct TextSource {
  enum class From : std::uint8_t { inline_text, file };
  From from = From::inline_text;
  std::string value;  // the text, or the path as written
  std::string shown;  // the path for messages: one from a variable as it was written
  Place place;
};

Type<TextSource> file_or_inline();
Type<TextSource> file_path();  // text that is the path of a file

struct LoadedText {
  std::string text;
  std::optional<std::filesystem::path> file;  // absolute, for watching; empty for inline text
};

class FileReader {
 public:
  static constexpr std::size_t kMostBytes = 2 << 20;

  explicit FileReader(std::filesystem::path working_directory, std::size_t most_bytes = kMostBytes)
      : working_directory_(std::move(working_directory)), most_bytes_(most_bytes) {}

  std::filesystem::path resolve(std::string_view path) const;
  std::optional<LoadedText> read(const TextSource& source, Faults& faults) const;
  // Without white space at both ends, which editors and `echo` leave; an empty one is a fault.
  std::optional<Secret> read_secret(const TextSource& source, Faults& faults) const;

 private:
  std::filesystem::path working_directory_;
  std::size_t most_bytes_;
};

}  // namespace jg::config
