#include "config/sources.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "config/schema.h"

namespace jg::config {
namespace {

class Sources : public testing::Test {
 protected:
  Sources() {
    std::string name = (std::filesystem::temp_directory_path() / "jg-sources-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Sources() override { std::filesystem::remove_all(folder_); }

  void write(const char* name, const std::string& text) { std::ofstream(folder_ / name) << text; }

  std::optional<TextSource> decode(const Type<TextSource>& type, std::string text) {
    const Environment environment = [](std::string_view name) -> std::optional<std::string> {
      if (name == "NAME") return "hidden.txt";
      return std::nullopt;
    };
    document_ = Document::parse({"c.yaml", std::move(text)}, environment, faults_);
    return type.decode(document_->root(), faults_);
  }

  // The faults with this test's folder written as <dir>.
  std::string faults() const {
    std::string out = faults_.text();
    if (const auto at = out.find(folder_.string()); at != std::string::npos)
      out.replace(at, folder_.string().size(), "<dir>");
    return out;
  }

  std::filesystem::path folder_;
  std::optional<Document> document_;
  Faults faults_;
};

TEST_F(Sources, read_a_file_relative_to_the_working_directory) {
  write("key", "text\n");
  const auto source = decode(file_or_inline(), "{file: ./key}");
  ASSERT_TRUE(source) << faults();
  const auto loaded = FileReader(folder_).read(*source, faults_);
  ASSERT_TRUE(loaded) << faults();
  EXPECT_EQ(loaded->text, "text\n");
  EXPECT_EQ(loaded->file, folder_ / "key");
}

TEST_F(Sources, take_inline_text_as_it_is) {
  const auto source = decode(file_or_inline(), "'{\"keys\":[]}'");
  ASSERT_TRUE(source) << faults();
  const auto loaded = FileReader(folder_).read(*source, faults_);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->text, "{\"keys\":[]}");
  EXPECT_FALSE(loaded->file);
}

TEST_F(Sources, trim_a_secret_from_a_file) {
  write("secret", " hunter2 \n");
  const auto source = decode(file_or_inline(), "{file: secret}");
  const auto secret = FileReader(folder_).read_secret(*source, faults_);
  ASSERT_TRUE(secret) << faults();
  EXPECT_EQ(secret->reveal(), "hunter2");
}

TEST_F(Sources, refuse_a_missing_file_a_folder_and_a_large_one) {
  write("large", "12345");
  const FileReader reader(folder_, 4);
  for (const char* name : {"gone", ".", "large"}) {
    const auto source = decode(file_or_inline(), std::string("file: ") + name);
    ASSERT_TRUE(source);
    EXPECT_FALSE(reader.read(*source, faults_));
  }
  EXPECT_EQ(faults_.errors(), 3u);
  EXPECT_NE(faults().find("c.yaml:1:7: file: cannot read the file \"gone\" in <dir>: No such file"),
            std::string::npos)
      << faults();
  EXPECT_NE(faults().find("not a regular file"), std::string::npos);
  EXPECT_NE(faults().find("larger than 4 bytes"), std::string::npos);
}

TEST_F(Sources, never_show_a_path_that_came_from_a_variable) {
  const auto source = decode(file_or_inline(), "{file: $NAME}");
  EXPECT_FALSE(FileReader(folder_).read(*source, faults_));
  EXPECT_EQ(faults(),
            "c.yaml:1:8: file: cannot read the file the value of \"$NAME\" in <dir>: "
            "No such file or directory\n");
}

TEST_F(Sources, refuse_what_is_no_source) {
  for (const char* text : {"[]", "{}", "{path: a}", "''"})
    EXPECT_FALSE(decode(file_or_inline(), text)) << text;
  EXPECT_EQ(faults(),
            "c.yaml:1:1: found a list; expected text that is not empty or a map\n"
            "c.yaml:1:1: missing the required key file\n"
            "c.yaml:1:1: missing the required key file\n"
            "c.yaml:1:1: found empty text; expected text that is not empty\n"
            "c.yaml:1:2: path: unknown key; expected one of file\n");
}

}  // namespace
}  // namespace jg::config
