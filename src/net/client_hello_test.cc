#include "net/client_hello.h"

#include <gtest/gtest.h>

namespace jg::net {
namespace {

std::string two_bytes(std::size_t size) {
  return {static_cast<char>(size >> 8), static_cast<char>(size & 255)};
}

std::string extension(std::string_view name) {
  const std::string entry = std::string(1, '\0') + two_bytes(name.size()) + std::string(name);
  return two_bytes(entry.size()) + entry;
}

TEST(ServerName, is_read_in_lower_case_and_without_the_last_dot) {
  EXPECT_EQ(parse_server_name(extension("A.Example.COM")), "a.example.com");
  EXPECT_EQ(parse_server_name(extension("a.test.")), "a.test");
  EXPECT_EQ(parse_server_name(extension("x_1-y.test")), "x_1-y.test");
}

TEST(ServerName, is_none_that_no_host_can_have) {
  for (const std::string& name : {std::string(), std::string("."), std::string("a b"),
                                  std::string("a\0b", 3), std::string("a/b"), std::string("*.test"),
                                  std::string("\xc3\xa4.test"), std::string(254, 'a')})
    EXPECT_FALSE(parse_server_name(extension(name))) << name;
}

TEST(ServerName, is_not_read_from_malformed_bytes) {
  const std::string good = extension("a.test");
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(parse_server_name(good.substr(0, size))) << size;
  EXPECT_FALSE(parse_server_name(good + "x"));
  std::string other_type = good;
  other_type[2] = 1;
  EXPECT_FALSE(parse_server_name(other_type));
  // RFC 6066 section 3: not more than one name of a type.
  const std::string entry = good.substr(2);
  EXPECT_FALSE(parse_server_name(two_bytes(2 * entry.size()) + entry + entry));
}

}  // namespace
}  // namespace jg::net
