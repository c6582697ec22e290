#include "keys/cache_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace jg::keys {
namespace {

namespace fs = std::filesystem;

constexpr SystemTime kThen = std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000));

struct Folder : testing::Test {
  fs::path path =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
  RemoteSettings settings{.url = "https://me:secret@idp.example/keys"};

  Folder() { fs::remove_all(path); }
  ~Folder() override { fs::remove_all(path); }
  fs::path only_file() const { return fs::directory_iterator(path)->path(); }
};

TEST_F(Folder, gives_back_what_was_written_with_its_time) {
  CacheFolder cache(path / "deep");
  EXPECT_FALSE(cache.read(settings));
  cache.write(settings, "one", kThen);
  cache.write(settings, "two", kThen);
  const auto found = cache.read(settings);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->body, "two");
  EXPECT_EQ(found->fetched, kThen);
  cache.touch(settings, kThen + std::chrono::seconds(5));
  EXPECT_EQ(CacheFolder(path / "deep").read(settings)->fetched, kThen + std::chrono::seconds(5));
}

TEST_F(Folder, tells_sources_apart) {
  CacheFolder cache(path);
  cache.write(settings, "one", kThen);
  for (const RemoteSettings& other :
       {RemoteSettings{.url = "https://idp.example/keys"},
        RemoteSettings{.url = settings.url, .issuer = "a"},
        RemoteSettings{.kind = Kind::revocations, .url = settings.url}})
    EXPECT_FALSE(cache.read(other));
  cache.write({.kind = Kind::revocations, .url = settings.url}, "two", kThen);
  EXPECT_FALSE(cache.read({.kind = Kind::server_metadata, .url = settings.url}));
}

TEST_F(Folder, is_for_its_owner_only_and_names_no_secret) {
  CacheFolder cache(path);
  cache.write(settings, "one", kThen);
  struct stat facts{};
  ASSERT_EQ(::stat(only_file().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777u, 0600u);
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777u, 0700u);
  EXPECT_FALSE(only_file().filename().string().contains("idp"));
}

TEST_F(Folder, passes_over_what_others_may_write) {
  CacheFolder cache(path);
  cache.write(settings, "one", kThen);
  ASSERT_TRUE(cache.read(settings));
  for (const mode_t mode : {0620u, 0602u}) {
    ASSERT_EQ(::chmod(only_file().c_str(), mode), 0);
    EXPECT_FALSE(cache.read(settings)) << mode;
  }
}

TEST_F(Folder, says_that_there_is_nothing_to_touch) {
  CacheFolder cache(path);
  EXPECT_FALSE(cache.touch(settings, kThen));
  cache.write(settings, "one", kThen);
  EXPECT_TRUE(cache.touch(settings, kThen));
}

TEST_F(Folder, passes_over_what_it_did_not_write) {
  CacheFolder cache(path);
  cache.write(settings, "one", kThen);
  const fs::path file = only_file();
  std::ofstream(file) << std::string(most_bytes(Kind::keys) + 1, ' ');
  EXPECT_FALSE(cache.read(settings));
  fs::remove(file);
  fs::create_symlink("/etc/hostname", file);
  EXPECT_FALSE(cache.read(settings));
}

TEST_F(Folder, goes_on_when_it_cannot_write) {
  std::ofstream(path) << "no folder";
  CacheFolder cache(path);
  cache.write(settings, "one", kThen);
  EXPECT_FALSE(cache.read(settings));
}

}  // namespace
}  // namespace jg::keys
