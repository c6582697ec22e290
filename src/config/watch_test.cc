#include "config/watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace jg::config {
namespace {

namespace fs = std::filesystem;

class FileWatchTest : public ::testing::Test {
 protected:
  FileWatchTest() {
    std::string name = (fs::temp_directory_path() / "jotgate-watch-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~FileWatchTest() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) {
    const fs::path file = folder_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file;
  }
  FileWatch watch(const fs::path& file) {
    FileWatch watched;
    watched.add(file);
    return watched;
  }

  fs::path folder_;
};

TEST_F(FileWatchTest, stays_quiet_while_nothing_changes) {
  FileWatch watched = watch(write("keys", "one"));
  EXPECT_FALSE(watched.has_changed());
  EXPECT_FALSE(watched.has_changed());
}

TEST_F(FileWatchTest, tells_once_of_a_file_replaced_by_rename) {
  FileWatch watched = watch(write("keys", "one"));
  fs::rename(write("new", "two"), folder_ / "keys");
  EXPECT_TRUE(watched.has_changed());
  EXPECT_FALSE(watched.has_changed());
}

TEST_F(FileWatchTest, tells_of_a_folder_swapped_behind_a_link) {
  write("v1/keys", "one");
  write("v2/keys", "two");
  fs::create_directory_symlink("v1", folder_ / "data");
  FileWatch watched = watch(folder_ / "data/keys");
  fs::create_directory_symlink("v2", folder_ / "data.new");
  fs::rename(folder_ / "data.new", folder_ / "data");
  EXPECT_TRUE(watched.has_changed());
}

TEST_F(FileWatchTest, tells_of_a_file_that_goes_and_comes_back) {
  const fs::path file = write("keys", "one");
  FileWatch watched = watch(file);
  fs::remove(file);
  EXPECT_TRUE(watched.has_changed());
  write("keys", "one");
  EXPECT_TRUE(watched.has_changed());
}

}  // namespace
}  // namespace jg::config
