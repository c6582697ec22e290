#include "base/base64.h"

#include <gtest/gtest.h>

namespace jg {
namespace {

TEST(Base64Url, round_trips_every_length) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes) << i;
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64Url, agrees_with_rfc4648_section_10) {
  EXPECT_EQ(base64url_encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64url_encode("foob"), "Zm9vYg");
  EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
  EXPECT_EQ(base64_decode("Zm9vYmE="), "fooba");
}

TEST(Base64Url, refuses_what_is_not_canonical) {
  for (const char* text : {"A", "Zm9vY", "Zm9vYg==", "Zm9v Yg", "Zm9v\nYg", "Zm9vYh", "Zm9vYmF",
                           "Zm+v", "Zm/v", "Zm9\xc3"})
    EXPECT_FALSE(base64url_decode(text)) << text;
}

TEST(Base64, refuses_misplaced_padding) {
  for (const char* text : {"=", "Zg", "Zg=", "Z===", "Zh==", "Zm9vYg=a", "Zm-v"})
    EXPECT_FALSE(base64_decode(text)) << text;
}

}  // namespace
}  // namespace jg
