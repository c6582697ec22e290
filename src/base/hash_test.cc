#include "base/hash.h"

#include <gtest/gtest.h>

#include <string>

namespace jg {
namespace {

TEST(WideHash, is_the_same_for_the_same_bytes) {
  const WideHash hash;
  const std::string text(800, 'a');
  EXPECT_EQ(hash(text), hash(std::string(text)));
  EXPECT_NE(hash(text), hash(text + "a"));
  EXPECT_NE(hash(""), hash(std::string_view("\0", 1)));
}

TEST(WideHash, has_a_secret_of_its_own) { EXPECT_NE(WideHash()("text"), WideHash()("text")); }

}  // namespace
}  // namespace jg
