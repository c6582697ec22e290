#include "fetch/address_rules.h"

#include <gtest/gtest.h>

namespace jg::fetch {
namespace {

bool permits(const AddressRules& rules, std::string_view address) {
  const auto bytes = parse_address(address);
  EXPECT_TRUE(bytes) << address;
  return bytes && rules.permits(*bytes);
}

TEST(AddressRules, permit_public_and_private_servers) {
  for (const char* address :
       {"93.184.216.34", "10.0.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "100.64.0.1",
        "::1", "2606:4700::1", "fd12::1", "::ffff:10.0.0.1", "64:ff9b::5db8:d822",
        "169.253.255.255", "169.255.0.0", "223.255.255.255"})
    EXPECT_TRUE(permits({}, address)) << address;
}

TEST(AddressRules, refuse_link_local_metadata_and_what_is_no_server) {
  for (const char* address :
       {"169.254.169.254", "169.254.0.0", "169.254.255.255", "0.0.0.0", "0.1.2.3",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "fe80::1", "febf:ffff::1", "fd00:ec2::254",
        "fd20:ce::254", "ff02::1"})
    EXPECT_FALSE(permits({}, address)) << address;
}

TEST(AddressRules, refuse_them_in_every_spelling) {
  for (const char* address : {"::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
                              "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254"})
    EXPECT_FALSE(permits({}, address)) << address;
}

TEST(AddressRules, refuse_private_ones_when_told) {
  const AddressRules rules{.refuses_private = true};
  for (const char* address : {"10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "100.64.0.1",
                              "::1", "fd12::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"})
    EXPECT_FALSE(permits(rules, address)) << address;
  for (const char* address : {"93.184.216.34", "172.32.0.1", "2606:4700::1"})
    EXPECT_TRUE(permits(rules, address)) << address;
}

TEST(AddressRules, permit_what_is_allowed_by_name) {
  const AddressRules rules{true,
                           {*Network::parse("169.254.169.254"), *Network::parse("10.1.0.0/16")}};
  EXPECT_TRUE(permits(rules, "169.254.169.254"));
  EXPECT_TRUE(permits(rules, "10.1.2.3"));
  EXPECT_TRUE(permits(rules, "::ffff:10.1.2.3"));
  EXPECT_FALSE(permits(rules, "169.254.169.253"));
  EXPECT_FALSE(permits(rules, "10.2.0.1"));
}

TEST(Network, is_a_prefix_and_nothing_else) {
  for (const char* text : {"10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "::/0", "fe80::/10", "::1/128"})
    EXPECT_TRUE(Network::parse(text)) << text;
  for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/8 ",
                           "10.0.0/8", "fe80::/129", "fe80::1/10", "localhost", "10.0.0.0/-1"})
    EXPECT_FALSE(Network::parse(text)) << text;
}

}  // namespace
}  // namespace jg::fetch
