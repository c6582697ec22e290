#include "app/cli/token_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace jg::app::cli {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

std::string system_says(int error) { return std::generic_category().message(error); }

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

bool write_all(const File& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file.get()) == 0;
}

}  // namespace

std::unexpected<Error> file_fault(const std::string& path, std::string_view why) {
  return fail(Blame::config, "cli.file", path + ": " + std::string(why));
}

std::unexpected<Error> file_exists(const std::string& path) {
  return file_fault(path, "is there already; --force replaces it");
}

Result<void> write_file(const std::string& path, std::string_view text, Readers readers,
                        Overwrite overwrite) {
  if (overwrite == Overwrite::yes && ::unlink(path.c_str()) != 0 && errno != ENOENT)
    return file_fault(path, system_says(errno));
  const mode_t mode = readers == Readers::owner ? 0600 : 0644;
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.is_open()) {
    if (errno == EEXIST) return file_exists(path);
    return file_fault(path, system_says(errno));
  }
  if (!write_all(file, text) || !write_all(file, "\n")) return file_fault(path, system_says(errno));
  return {};
}

Result<Secret> read_key_file(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return file_fault(path, system_says(errno));
  std::string text;
  std::array<char, 4096> piece;
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_fault(path, system_says(errno));
    if (got == 0) return Secret(std::move(text));
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > kMaxBytes) return file_fault(path, "is too large for a key");
  }
}

}  // namespace jg::app::cli
