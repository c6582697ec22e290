#include "base/digest.h"

#include <gtest/gtest.h>

namespace jg {
namespace {

TEST(Sha256, is_that_of_the_standard) {  // FIPS 180-4, "abc"
  const Sha256 digest = sha256("abc");
  EXPECT_EQ(text_of(digest).substr(0, 4), "\xba\x78\x16\xbf");
  EXPECT_EQ(text_of(digest).substr(28), std::string_view("\xf2\x00\x15\xad", 4));
}

}  // namespace
}  // namespace jg
