// config/watch.h - tells when a file that a configuration was made of is another one now.
//
// By looking, not by being told: replacement by rename and the swap of a directory that a symbolic
// link names (as Kubernetes does) look the same as a write in place.
// Owner:  app; asked now and then. Thread: one.
// Errors: none; a file that is not there is a state like any other.
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

namespace jg::config {

// What a file is by its place and time; the same when it was not touched.
struct FileStamp {
  bool is_there = false;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

class FileWatch {
 public:
  // Before the file is read, so that no change falls between. An absolute path; once is enough.
  void add(std::filesystem::path file);
  // Since the last call, or since each was added.
  bool has_changed();

 private:
  std::vector<std::pair<std::filesystem::path, FileStamp>> files_;
};

}  // namespace jg::config
