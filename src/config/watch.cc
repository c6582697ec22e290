#include "config/watch.h"

#include <sys/stat.h>

#include <algorithm>

namespace jg::config {
namespace {

FileStamp look(const std::filesystem::path& file) {
  struct stat found{};
  if (::stat(file.c_str(), &found) != 0) return {};
  return {true,          found.st_dev,         found.st_ino,
          found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace

void FileWatch::add(std::filesystem::path file) {
  if (std::ranges::any_of(files_, [&](const auto& known) { return known.first == file; })) return;
  const FileStamp stamp = look(file);
  files_.emplace_back(std::move(file), stamp);
}

bool FileWatch::has_changed() {
  bool changed = false;
  for (auto& [file, seen] : files_) {
    const FileStamp now = look(file);
    changed = changed || now != seen;
    seen = now;
  }
  return changed;
}

}  // namespace jg::config
