#include "cel/ip.h"

#include <gtest/gtest.h>

namespace jg::cel {
namespace {

TEST(Ip, reads_one_spelling_of_each_address_family) {
  EXPECT_EQ(parse_ip("10.0.0.1")->family, 4);
  EXPECT_EQ(parse_ip("2001:db8::1")->family, 6);
  EXPECT_EQ(*parse_ip("::ffff:c0a8:1"), *parse_ip("192.168.0.1"));
  for (const char* text : {"", "10.0.0", "10.0.0.01", "10.0.0.256", "::ffff:1.2.3.4", "fe80::1%en0",
                           "1::2::3", " 10.0.0.1", "10.0.0.1\n"}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
  EXPECT_FALSE(parse_ip(std::string_view("10.0.0.1\0x", 10)));
  EXPECT_FALSE(parse_ip(std::string_view()));
}

TEST(Cidr, reads_a_prefix_that_fits) {
  EXPECT_EQ(parse_cidr("10.0.0.0/8")->prefix, 8);
  EXPECT_EQ(parse_cidr("::/128")->prefix, 128);
  for (const char* text : {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
                           "::/129", "/8", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(parse_cidr(text)) << text;
  }
}

TEST(Cidr, contains_addresses_of_its_own_family_only) {
  const Cidr block = *parse_cidr("10.1.2.3/9");
  EXPECT_TRUE(contains(block, *parse_ip("10.127.255.255")));
  EXPECT_FALSE(contains(block, *parse_ip("10.128.0.0")));
  EXPECT_FALSE(contains(*parse_cidr("0.0.0.0/0"), *parse_ip("::1")));
  EXPECT_TRUE(contains(*parse_cidr("::/0"), *parse_ip("::1")));
  EXPECT_EQ(to_string(Cidr{masked(block.ip, block.prefix), block.prefix}), "10.0.0.0/9");
}

}  // namespace
}  // namespace jg::cel
