#include "admin/host_guard.h"

#include <gtest/gtest.h>

namespace jg::admin {
namespace {

bool admits(std::string_view address, std::string_view host, std::string_view origin = {}) {
  return HostGuard(address).admits({.method = "GET", .path = "/", .host = host, .origin = origin});
}

TEST(HostGuard, admits_this_machine_under_its_own_names) {
  for (const char* host :
       {"localhost", "LOCALHOST:15000", "127.0.0.1:15000", "127.1.2.3", "[::1]", "[::1]:80"}) {
    EXPECT_TRUE(admits("localhost:15000", host)) << host;
  }
}

TEST(HostGuard, refuses_names_that_may_be_rebound) {
  for (const char* host :
       {"evil.example", "evil.example:15000", "localhost.evil.example", "127.0.0.1.evil.example",
        "localhost.", "10.0.0.7", "[::2]", "", "a b", "user@localhost"}) {
    EXPECT_FALSE(admits("localhost:15000", host)) << host;
  }
}

TEST(HostGuard, admits_the_configured_address) {
  EXPECT_TRUE(admits("10.0.0.7:15000", "10.0.0.7:15000"));
  EXPECT_TRUE(admits("admin.internal:15000", "Admin.Internal:15000"));
  EXPECT_FALSE(admits("10.0.0.7:15000", "10.0.0.8:15000"));
}

TEST(HostGuard, admits_any_literal_on_a_wildcard_but_no_name) {
  EXPECT_TRUE(admits("0.0.0.0:15000", "10.0.0.7:15000"));
  EXPECT_TRUE(admits("[::]:15000", "[fd00::7]:15000"));
  EXPECT_FALSE(admits("[::]:15000", "evil.example:15000"));
}

TEST(HostGuard, refuses_a_foreign_origin) {
  EXPECT_TRUE(admits("localhost:15000", "localhost:15000", "http://localhost:15000"));
  for (const char* origin :
       {"https://evil.example", "null", "http://localhost:3000", "http://localhost"}) {
    EXPECT_FALSE(admits("localhost:15000", "localhost:15000", origin)) << origin;
  }
}

}  // namespace
}  // namespace jg::admin
