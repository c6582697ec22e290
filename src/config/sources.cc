#include "config/sources.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "config/schema.h"

namespace jg::config {
namespace {

using From = TextSource::From;

struct Pointer {
  std::optional<Node> file;
};

Type<Node> pointer_target() {
  return any().then<Node>([](Node, const Node& node, Faults& faults) -> std::optional<Node> {
    if (!filled_text().decode(node, faults)) return std::nullopt;
    return node;
  });
}

std::optional<TextSource> from_pointer(const Pointer& pointer, const Node&, Faults&) {
  const std::string path(pointer.file->text());
  return TextSource{From::file, path, pointer.file->shown(), pointer.file->place()};
}

Type<TextSource> inline_text() {
  return filled_text().then<TextSource>([](std::string value, const Node& node, Faults&) {
    return std::optional(TextSource{From::inline_text, std::move(value), {}, node.place()});
  });
}

std::string reason(std::errc code) { return std::make_error_code(code).message(); }

// Empty when the file could be read whole; the reason why not otherwise.
std::string read_file(const std::filesystem::path& path, std::size_t most_bytes, std::string& out) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return reason(std::errc::no_such_file_or_directory);
  // A pipe or a device could block or never end.
  if (!std::filesystem::is_regular_file(status)) return "not a regular file";
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return reason(static_cast<std::errc>(errno));
  out.resize(most_bytes + 1);
  stream.read(out.data(), static_cast<std::streamsize>(out.size()));
  if (stream.bad()) return reason(std::errc::io_error);
  out.resize(static_cast<std::size_t>(stream.gcount()));
  if (out.size() > most_bytes) return "larger than " + std::to_string(most_bytes) + " bytes";
  return {};
}

std::string_view without_white_space(std::string_view text) {
  constexpr std::string_view kWhiteSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

}  // namespace

Type<TextSource> file_or_inline() {
  const auto pointer = object(Object<Pointer>("File", "A file to read.")
                                  .required("file", &Pointer::file, pointer_target(),
                                            "Path, relative to the working directory."));
  return one_of<TextSource>({inline_text(), pointer.then<TextSource>(from_pointer)});
}

Type<TextSource> file_path() {
  return pointer_target().then<TextSource>([](const Node& path, const Node& node, Faults&) {
    return std::optional(
        TextSource{From::file, std::string(path.text()), path.shown(), node.place()});
  });
}

std::filesystem::path FileReader::resolve(std::string_view path) const {
  return (working_directory_ / std::filesystem::path(path)).lexically_normal();
}

std::optional<LoadedText> FileReader::read(const TextSource& source, Faults& faults) const {
  if (source.from == From::inline_text) return LoadedText{source.value, std::nullopt};
  LoadedText out{{}, resolve(source.value)};
  const std::string problem = read_file(*out.file, most_bytes_, out.text);
  if (problem.empty()) return out;
  faults.add(source.place, "cannot read the file " + source.shown + " in " +
                               working_directory_.string() + ": " + problem);
  return std::nullopt;
}

std::optional<Secret> FileReader::read_secret(const TextSource& source, Faults& faults) const {
  auto loaded = read(source, faults);
  if (!loaded) return std::nullopt;
  Secret secret{std::string(without_white_space(loaded->text))};
  Secret wiped(std::move(loaded->text));
  if (!secret.empty()) return secret;
  faults.add(source.place, "is empty; expected a secret");
  return std::nullopt;
}

}  // namespace jg::config
