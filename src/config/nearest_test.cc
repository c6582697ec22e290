#include "config/nearest.h"

#include <gtest/gtest.h>

namespace jg::config {
namespace {

TEST(Nearest, finds_the_word_that_was_meant) {
  const std::vector<std::string> words = {"jwtAuth", "authorization", "backendTLS", "a2a", "ai"};
  EXPECT_EQ(find_nearest("jwtauth", words), "jwtAuth");
  EXPECT_EQ(find_nearest("jwt_auth", words), "jwtAuth");
  EXPECT_EQ(find_nearest("jwtAuht", words), "jwtAuth");
  EXPECT_EQ(find_nearest("authorisation", words), "authorization");
  EXPECT_EQ(find_nearest("backendTls", words), "backendTLS");
}

TEST(Nearest, finds_nothing_when_no_word_is_near) {
  const std::vector<std::string> words = {"jwtAuth", "ai"};
  EXPECT_FALSE(find_nearest("cors", words));
  EXPECT_FALSE(find_nearest("x", words));
  EXPECT_FALSE(find_nearest("", words));
  EXPECT_FALSE(find_nearest(std::string(1000, 'j'), words));
}

TEST(Nearest, lists_a_dozen_words_at_most) {
  EXPECT_EQ(listed({"a", "b"}), "a, b");
  EXPECT_EQ(listed(std::vector<std::string>(13, "w")), "w, w, w, w, w, w, w, w, w, w, w, w, ...");
}

}  // namespace
}  // namespace jg::config
