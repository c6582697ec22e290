#include "net/names.h"

#include <gtest/gtest.h>

namespace jg::net {
namespace {

Addresses addresses(std::initializer_list<const char*> texts) {
  Addresses out;
  for (const char* text : texts) out.push_back(boost::asio::ip::make_address(text));
  return out;
}

TEST(Localhost, is_that_name_and_what_is_under_it) {
  for (const char* name : {"localhost", "api.localhost", "a.b.localhost", "localhost."})
    EXPECT_TRUE(is_localhost(name)) << name;
  for (const char* name : {"", ".", "mylocalhost", "localhost.test", "localhostx", "local"})
    EXPECT_FALSE(is_localhost(name)) << name;
}

TEST(Localhost, is_loopback_of_the_families_asked_for) {
  EXPECT_EQ(loopback(LookupFamily::all), addresses({"127.0.0.1", "::1"}));
  EXPECT_EQ(loopback(LookupFamily::v4_preferred), addresses({"127.0.0.1", "::1"}));
  EXPECT_EQ(loopback(LookupFamily::v4_only), addresses({"127.0.0.1"}));
  EXPECT_EQ(loopback(LookupFamily::v6_only), addresses({"::1"}));
}

TEST(Turns, go_round) {
  const Addresses three = addresses({"10.0.0.1", "10.0.0.2", "10.0.0.3"});
  EXPECT_EQ(in_turn(three, LookupFamily::all, 0), three);
  EXPECT_EQ(in_turn(three, LookupFamily::all, 4), addresses({"10.0.0.2", "10.0.0.3", "10.0.0.1"}));
}

TEST(Turns, keep_ipv4_in_front_where_it_is_preferred) {
  const Addresses mixed = addresses({"::2", "10.0.0.1", "::3", "10.0.0.2"});
  EXPECT_EQ(in_turn(mixed, LookupFamily::v4_preferred, 1),
            addresses({"10.0.0.2", "10.0.0.1", "::3", "::2"}));
}

TEST(Turns, of_nothing_are_nothing) {
  EXPECT_TRUE(in_turn({}, LookupFamily::v4_preferred, 7).empty());
}

}  // namespace
}  // namespace jg::net
