#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/document.h"

namespace jg::config {
namespace {

std::string read_all(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream out;
  out << stream.rdbuf();
  return out.str();
}

TEST(Vectors, of_agentgateways_configurations_all_parse_without_a_fault) {
  const std::filesystem::path folder = std::filesystem::path(JG_SHARED_DIR) / "vectors/configs";
  if (!std::filesystem::exists(folder)) {
    if (std::getenv("CI") != nullptr) FAIL() << "no vectors at " << folder;
    GTEST_SKIP() << "no vectors";
  }
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".yaml" && extension != ".json") continue;
    const Environment environment = [](std::string_view) {
      return std::optional<std::string>("x");
    };
    Faults faults;
    const auto document = Document::parse(
        {entry.path().filename().string(), read_all(entry.path())}, environment, faults);
    EXPECT_FALSE(faults.has_errors()) << faults.text();
    ASSERT_TRUE(document);
    EXPECT_TRUE(document->root().is_map());
    ++count;
  }
  EXPECT_GE(count, 60u);
}

}  // namespace
}  // namespace jg::config
