#include "proxy/router.h"

#include <gtest/gtest.h>

#include <limits>

namespace jg::proxy {
namespace {

RouteMatch path(PathKind kind, std::string text) {
  RouteMatch match;
  match.path.kind = kind;
  if (kind == PathKind::regex) match.path.pattern = std::move(*Pattern::compile(text));
  match.path.text = std::move(text);
  return match;
}
RouteMatch exact(std::string text) { return path(PathKind::exact, std::move(text)); }
RouteMatch prefix(std::string text) { return path(PathKind::prefix, std::move(text)); }
RouteMatch regex(std::string text) { return path(PathKind::regex, std::move(text)); }

RouteMatch with_method(RouteMatch match, std::string method) {
  match.method = std::move(method);
  return match;
}
RouteMatch with_headers(RouteMatch match, int count) {
  for (int i = 0; i < count; ++i) match.headers.push_back({"x-" + std::to_string(i), "1", {}});
  return match;
}
RouteMatch with_queries(RouteMatch match, int count) {
  for (int i = 0; i < count; ++i) match.query.push_back({"q" + std::to_string(i), "1", {}});
  return match;
}

struct Routing : testing::Test {
  Router router;

  void add(std::string name, RouteMatch match, std::vector<std::string> hostnames = {}) {
    auto route = std::make_unique<Route>();
    route->info.name = std::move(name);
    route->hostnames = std::move(hostnames);
    route->matches.push_back(std::move(match));
    router.add(std::move(route));
  }
  // The route of a request that has all headers and parameters that these tests ask for.
  std::string found(std::string_view path, std::string_view host = "example.com") const {
    http::RequestHead head;
    head.method = "GET";
    head.path = head.target = path;
    head.query = "q0=1&q1=1&q2=1";
    head.fields.add("x-0", "1");
    head.fields.add("x-1", "1");
    head.fields.add("x-2", "1");
    const Found route = router.find(host, head);
    return route.route == nullptr ? "none" : route.route->info.name;
  }
};

TEST_F(Routing, finds_nothing_where_there_is_nothing) {
  router.build();
  EXPECT_EQ(found("/"), "none");
}

TEST_F(Routing, prefers_exact_to_prefix_to_regex) {
  add("regex", regex("/a/b.*"));
  add("prefix", prefix("/a/b"));
  add("exact", exact("/a/b"));
  router.build();
  EXPECT_EQ(found("/a/b"), "exact");
  EXPECT_EQ(found("/a/b/c"), "prefix");
  EXPECT_EQ(found("/a/bc"), "regex");
  EXPECT_EQ(found("/a"), "none");
}

TEST_F(Routing, prefers_the_longer_prefix) {
  add("root", prefix("/"));
  add("a", prefix("/a"));
  add("a/b", prefix("/a/b"));
  router.build();
  EXPECT_EQ(found("/a/b/c"), "a/b");
  EXPECT_EQ(found("/a/bc"), "a");
  EXPECT_EQ(found("/ab"), "root");
  EXPECT_EQ(found("/"), "root");
}

TEST_F(Routing, prefers_the_longer_regex) {
  add("short", regex("/.*"));
  add("long", regex("/[a-z]*"));
  router.build();
  EXPECT_EQ(found("/abc"), "long");
  EXPECT_EQ(found("/123"), "short");
}

TEST_F(Routing, prefers_one_that_asks_for_a_method) {
  add("a-any", prefix("/a"));
  add("b-get", with_method(prefix("/a"), "GET"));
  router.build();
  EXPECT_EQ(found("/a"), "b-get");
}

TEST_F(Routing, prefers_a_method_to_any_number_of_headers) {
  add("a-headers", with_headers(prefix("/a"), 3));
  add("b-method", with_method(prefix("/a"), "GET"));
  router.build();
  EXPECT_EQ(found("/a"), "b-method");
}

TEST_F(Routing, prefers_more_headers_and_these_to_parameters) {
  add("a-queries", with_queries(prefix("/a"), 3));
  add("b-one", with_headers(prefix("/a"), 1));
  add("c-two", with_headers(prefix("/a"), 2));
  router.build();
  EXPECT_EQ(found("/a"), "c-two");
}

TEST_F(Routing, prefers_more_parameters) {
  add("a-one", with_queries(prefix("/a"), 1));
  add("b-two", with_queries(prefix("/a"), 2));
  router.build();
  EXPECT_EQ(found("/a"), "b-two");
}

TEST_F(Routing, takes_the_lesser_name_of_equals) {
  add("b", prefix("/a"));
  add("a", prefix("/a"));
  router.build();
  EXPECT_EQ(found("/a"), "a");
}

TEST_F(Routing, keeps_the_order_of_the_file_where_even_names_are_equal) {
  for (int i = 0; i < 50; ++i) add("same", with_headers(prefix("/a"), 1));
  router.build();
  http::RequestHead head;
  head.path = "/a";
  head.fields.add("x-0", "1");
  EXPECT_EQ(router.find("a", head).route, router.routes().front().get());
}

TEST_F(Routing, goes_on_to_a_shorter_prefix_when_the_rest_does_not_fit) {
  add("long", with_method(prefix("/a/b"), "POST"));
  add("short", prefix("/a"));
  router.build();
  EXPECT_EQ(found("/a/b"), "short");
}

TEST_F(Routing, goes_on_from_exact_to_prefix_when_the_rest_does_not_fit) {
  add("exact", with_method(exact("/a"), "POST"));
  add("prefix", prefix("/a"));
  router.build();
  EXPECT_EQ(found("/a"), "prefix");
}

TEST_F(Routing, ignores_slashes_at_the_end_for_prefixes_only) {
  add("prefix", prefix("/a/"));
  add("exact", exact("/b"));
  router.build();
  EXPECT_EQ(found("/a"), "prefix");
  EXPECT_EQ(found("/a/"), "prefix");
  EXPECT_EQ(found("/a//"), "prefix");
  EXPECT_EQ(found("/b"), "exact");
  EXPECT_EQ(found("/b/"), "none");
}

TEST_F(Routing, sends_options_star_where_everything_goes) {
  add("a", prefix("/a"));
  add("root", prefix("/"));
  router.build();
  EXPECT_EQ(found("*"), "root");
}

TEST_F(Routing, prefers_the_exact_host_then_the_longest_suffix_then_any) {
  add("any", prefix("/"));
  add("com", prefix("/"), {"*.com"});
  add("example", prefix("/"), {"*.example.com"});
  add("exact", prefix("/"), {"api.example.com"});
  router.build();
  EXPECT_EQ(found("/", "api.example.com"), "exact");
  EXPECT_EQ(found("/", "other.example.com"), "example");
  EXPECT_EQ(found("/", "x.y.example.com"), "example");
  EXPECT_EQ(found("/", "example.com"), "com");
  EXPECT_EQ(found("/", "com"), "any");
  EXPECT_EQ(found("/", ""), "any");
}

TEST_F(Routing, asks_less_specific_hosts_when_no_route_of_a_host_fits) {
  add("exact", exact("/only"), {"api.example.com"});
  add("suffix", prefix("/suffix"), {"*.example.com"});
  add("wide", prefix("/wide"), {"*.com"});
  add("star", prefix("/star"), {"*"});
  add("none", prefix("/none"));
  router.build();
  EXPECT_EQ(found("/only", "api.example.com"), "exact");
  EXPECT_EQ(found("/suffix", "api.example.com"), "suffix");
  EXPECT_EQ(found("/wide", "api.example.com"), "wide");
  EXPECT_EQ(found("/star", "api.example.com"), "star");
  EXPECT_EQ(found("/none", "api.example.com"), "none");
}

TEST_F(Routing, prefers_the_host_to_the_path) {
  add("host", prefix("/"), {"example.com"});
  add("path", exact("/a"));
  router.build();
  EXPECT_EQ(found("/a"), "host");
}

TEST_F(Routing, tells_which_match_fitted) {
  auto route = std::make_unique<Route>();
  route->matches = {prefix("/a"), prefix("/b")};
  router.add(std::move(route));
  router.build();
  http::RequestHead head;
  head.path = "/b/c";
  const Found route_b = router.find("a", head);
  ASSERT_NE(route_b.match, nullptr);
  EXPECT_EQ(route_b.match->path.text, "/b");
}

TEST_F(Routing, tells_ten_thousand_routes_apart) {
  for (int i = 0; i < 10'000; ++i) {
    const std::string number = std::to_string(i);
    if (i % 2 == 0)
      add("path" + number, prefix("/p" + number));
    else
      add("host" + number, prefix("/"), {"h" + number + ".example.com"});
  }
  router.build();
  EXPECT_EQ(found("/p7778/x"), "path7778");
  EXPECT_EQ(found("/x", "h7777.example.com"), "host7777");
  EXPECT_EQ(found("/p77788"), "none");
}

TEST(HostnameRank, puts_exact_before_longest_suffix_before_any) {
  constexpr auto kExact = std::numeric_limits<std::size_t>::max();
  EXPECT_EQ(hostname_rank("a.example.com", "a.example.com"), kExact);
  EXPECT_GT(hostname_rank("*.example.com", "a.example.com"),
            hostname_rank("*.com", "a.example.com"));
  EXPECT_GT(hostname_rank("*.com", "a.example.com"), hostname_rank("*", "a.example.com"));
  EXPECT_EQ(hostname_rank("*", "a"), hostname_rank("", "a"));
  EXPECT_GT(hostname_rank("*", ""), 0u);
}

TEST(HostnameRank, is_nothing_for_another_host) {
  EXPECT_EQ(hostname_rank("example.com", "a.example.com"), 0u);
  EXPECT_EQ(hostname_rank("*.example.com", "example.com"), 0u);
  EXPECT_EQ(hostname_rank("*.example.com", ".example.com"), 0u);
  EXPECT_EQ(hostname_rank("*.example.com", "badexample.com"), 0u);
}

}  // namespace
}  // namespace jg::proxy
