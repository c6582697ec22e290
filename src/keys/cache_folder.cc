#include "keys/cache_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/base64.h"
#include "base/digest.h"
#include "base/log.h"

namespace jg::keys {
namespace {

namespace fs = std::filesystem;

// Whoever else may write there would say which keys are good.
bool is_only_ours(const struct stat& facts) {
  return facts.st_uid == ::geteuid() && (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

struct OpenFile {
  explicit OpenFile(int of) : descriptor(of) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
  const int descriptor;  // negative: there is none
};

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::keys: return "keys";
    case Kind::revocations: return "revocations";
    case Kind::server_metadata: break;
  }
  return "server metadata";
}

bool set_time(const fs::path& path, SystemTime time) {
  const auto since = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
  const std::array<timespec, 2> times{{{since.count(), 0}, {since.count(), 0}}};
  return ::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0;
}

// To the disk before it takes its name: a name without its text would be worse than none.
bool write_whole(const fs::path& path, std::string_view text) {
  constexpr mode_t kOwnerOnly = 0600;
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly);
  if (file < 0) return false;
  bool is_good = ::fchmod(file, kOwnerOnly) == 0;
  while (is_good && !text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    is_good = written > 0;
    if (is_good) text.remove_prefix(static_cast<std::size_t>(written));
  }
  is_good = is_good && ::fsync(file) == 0;
  return ::close(file) == 0 && is_good;
}

}  // namespace

CacheFolder::CacheFolder(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  if (fs::create_directories(folder_, error)) fs::permissions(folder_, fs::perms::owner_all, error);
  struct stat facts{};
  if (::stat(folder_.c_str(), &facts) == 0 && !is_only_ours(facts))
    log::warn("keys: others may write to " + folder_.string() + ", or it is somebody else's");
}

// A URL may hold secrets, and what no file's name may. One may be asked for several kinds.
fs::path CacheFolder::path_of(const RemoteSettings& settings) const {
  const std::string what = std::string(name_of(settings.kind)) + '\n' + settings.url + '\n' +
                           settings.issuer.value_or("");
  return folder_ / (base64url_encode(text_of(sha256(what))) + ".json");
}

std::optional<CachedDocument> CacheFolder::read(const RemoteSettings& settings) const {
  const fs::path path = path_of(settings);
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat facts{};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &facts) != 0) return std::nullopt;
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (!S_ISREG(facts.st_mode) || size > most_bytes(settings.kind)) return std::nullopt;
  if (!is_only_ours(facts)) {
    log::warn("keys: " + path.string() + " is not used: others may have written it");
    return std::nullopt;
  }
  CachedDocument out{std::string(size, '\0'),
                     SystemTime(std::chrono::seconds(facts.st_mtim.tv_sec))};
  for (std::size_t at = 0; at < size;) {
    const ssize_t got = ::read(file.descriptor, out.body.data() + at, size - at);
    if (got <= 0) return std::nullopt;
    at += static_cast<std::size_t>(got);
  }
  return out;
}

void CacheFolder::write(const RemoteSettings& settings, std::string_view body, SystemTime fetched) {
  const fs::path path = path_of(settings);
  const fs::path fresh = path.native() + ".new";
  if (write_whole(fresh, body) && set_time(fresh, fetched) &&
      ::rename(fresh.c_str(), path.c_str()) == 0)
    return;
  if (!std::exchange(has_told_, true))
    log::warn("keys: nothing can be kept in " + folder_.string());
}

bool CacheFolder::touch(const RemoteSettings& settings, SystemTime fetched) const {
  return set_time(path_of(settings), fetched);
}

}  // namespace jg::keys
