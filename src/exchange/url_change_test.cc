#include "exchange/url_change.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::exchange {
namespace {

std::string authority(const std::string& yaml, std::string_view of_request,
                      std::string_view scheme = "http", RequestPort port = RequestPort::kept) {
  LoadFake load(yaml);
  const auto change = authority_change_type().decode(load.root(), load.faults);
  if (!change) return load.faults.text();
  ExchangeFake fake;
  fake.exchange.request.authority = of_request;
  return std::string(change_authority(*change, fake.exchange, scheme, port));
}

TEST(AuthorityChange, leaves_the_requests) {
  EXPECT_EQ(authority("auto", "a:1"), "a:1");
  EXPECT_EQ(authority("none", "a:1"), "a:1");
}

TEST(AuthorityChange, puts_another_in_full) { EXPECT_EQ(authority("full: b:2", "a:1"), "b:2"); }

TEST(AuthorityChange, changes_the_host_and_keeps_the_port_that_is_not_usual) {
  EXPECT_EQ(authority("host: b", "a:8080"), "b:8080");
  EXPECT_EQ(authority("host: b", "a"), "b");
  EXPECT_EQ(authority("host: b", "a:443", "https"), "b");
  EXPECT_EQ(authority("host: b", "a:8080", "http", RequestPort::dropped), "b");
}

TEST(AuthorityChange, changes_the_port_and_leaves_out_the_usual_one) {
  EXPECT_EQ(authority("port: 8443", "a"), "a:8443");
  EXPECT_EQ(authority("port: 443", "a:8080", "https"), "a");
  EXPECT_EQ(authority("port: 8443", "[::1]:80"), "[::1]:8443");
  EXPECT_EQ(authority("port: 8443", "[::1]"), "[::1]:8443");
}

TEST(AuthorityChange, refuses_what_is_no_host) {
  EXPECT_EQ(authority("host: b:1", "a"),
            "config.yaml:1:7: host: found \"b:1\"; expected a host without a port\n");
  EXPECT_EQ(authority("full: 'a b'", "a"),
            "config.yaml:1:7: full: found \"a b\"; expected a host or host:port\n");
}

std::string target(const std::string& yaml, std::string_view of_request,
                   std::optional<std::string_view> prefix = "/old") {
  LoadFake load(yaml);
  const auto change = path_change_type().decode(load.root(), load.faults);
  if (!change) return load.faults.text();
  ExchangeFake fake;
  fake.set_target(of_request);
  fake.exchange.matched_prefix = prefix;
  const auto changed = change_target(*change, fake.exchange);
  return changed ? std::string(*changed) : changed.error().code;
}

TEST(PathChange, replaces_the_whole_path_and_keeps_the_query) {
  EXPECT_EQ(target("full: /new", "/old/x?a=b"), "/new?a=b");
  EXPECT_EQ(target("full: /new", "/old/x"), "/new");
}

TEST(PathChange, replaces_the_matched_prefix_by_whole_segments) {
  EXPECT_EQ(target("prefix: /new", "/old/x?a=b"), "/new/x?a=b");
  EXPECT_EQ(target("prefix: /new", "/old"), "/new");
  EXPECT_EQ(target("prefix: /new/", "/old/x"), "/new/x");
  EXPECT_EQ(target("prefix: /", "/old/x"), "/x");
  EXPECT_EQ(target("prefix: /", "/old"), "/");
  EXPECT_EQ(target("prefix: /new", "/x", ""), "/new/x");
}

TEST(PathChange, needs_a_prefix_to_replace) {
  EXPECT_EQ(target("prefix: /new", "/old", std::nullopt), "rewrite.no_prefix");
}

TEST(PathChange, refuses_a_path_that_means_something_else) {
  for (const char* path : {"new", "/a?b", "/a/../b", "/%61", "/a%2Fb"})
    EXPECT_EQ(target("full: '" + std::string(path) + "'", "/"),
              "config.yaml:1:7: full: found \"" + std::string(path) +
                  "\"; expected a path that begins with / and has neither query, dot segments nor "
                  "needless percent-encoding\n");
}

TEST(PathChange, is_put_into_the_request) {
  ExchangeFake fake;
  set_target(fake.exchange.request, "/a?b");
  EXPECT_EQ(fake.exchange.request.path, "/a");
  EXPECT_EQ(fake.exchange.request.query, "b");
  set_target(fake.exchange.request, "/a");
  EXPECT_EQ(fake.exchange.request.query, "");
}

}  // namespace
}  // namespace jg::exchange
