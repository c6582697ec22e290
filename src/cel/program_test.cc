#include "cel/program.h"

#include <gtest/gtest.h>

#include <string>

#include "cel/host_fake.h"

namespace jg::cel {
namespace {

constexpr std::string_view kClaims =
    R"({"sub":"ann","groups":["users","admins"],"role":"not-admin","scope":"read write",)"
    R"("big":18446744073709551615,"n":7,"x":1.5,"nested":{"key":"value","none":null}})";

TEST(Program, decides_a_typical_rule) {
  FakeHost host(kClaims);
  EXPECT_EQ(host.show(R"(request.path == "/admin" && jwt.groups.contains("admins"))"), "true");
  EXPECT_EQ(host.show(R"(request.path == "/admin" && jwt.groups.contains("owners"))"), "false");
}

TEST(Program, reads_claims_in_place_with_their_types) {
  FakeHost host(kClaims);
  EXPECT_EQ(host.show("jwt.nested.key"), "value");
  EXPECT_EQ(host.show("type(jwt.n) == int && type(jwt.big) == uint && type(jwt.x) == double"),
            "true");
  EXPECT_EQ(host.show("jwt.groups[1]"), "admins");
  EXPECT_EQ(host.show("jwt.groups.filter(g, g.startsWith('a'))"), R"(["admins"])");
  EXPECT_EQ(host.show("jwt.nested.map(k, k)"), R"(["key","none"])");
  EXPECT_EQ(host.show("jwt.nested == {'key': 'value', 'none': null}"), "true");
  EXPECT_EQ(host.show("size(jwt.nested)"), "2");
}

TEST(Program, treats_an_absent_root_as_null_whose_members_are_missing) {
  FakeHost host;
  EXPECT_EQ(host.show("source == null"), "true");
  EXPECT_EQ(host.show("source.address"), "cel.no_such_key");
  EXPECT_EQ(host.show("has(source.address)"), "false");
  EXPECT_EQ(host.show("has(source.identity.namespace)"), "cel.no_such_key");
  EXPECT_EQ(host.show("source.address == '1' || true"), "true");
}

TEST(Program, gives_matches_false_for_an_error_or_another_type) {
  FakeHost host(kClaims);
  for (const char* text : {"jwt.missing == 'x'", "jwt.sub", "1", "null", "jwt.n / 0 == 1"}) {
    const auto program = compile(text, host.environment);
    ASSERT_TRUE(program);
    EXPECT_FALSE(program->matches(host.activation, host.arena)) << text;
  }
}

TEST(Program, looks_for_text_in_text_in_the_gateway_dialect_only) {
  FakeHost gateway(kClaims);
  EXPECT_EQ(gateway.show("'admin' in jwt.role"), "true");
  EXPECT_EQ(gateway.show("jwt.nested.contains('key')"), "true");
  FakeHost standard(kClaims, {.dialect = Dialect::specification});
  EXPECT_TRUE(standard.eval("'admin' in jwt.role").is_error());
  EXPECT_TRUE(standard.eval("jwt.groups.contains('users')").is_error());
}

TEST(Program, finds_unrelated_types_unequal) {
  FakeHost host(kClaims);
  EXPECT_EQ(host.show("jwt.groups == 'admins'"), "false");
  EXPECT_EQ(host.show("jwt.n == 7.0 && jwt.n == 7u && jwt.sub != 7"), "true");
}

TEST(Program, tells_what_it_reads) {
  FakeHost host;
  const auto program =
      compile("request.path == '/' && has(request.method) || jwt['sub'] in ['a'] && size(jwt) > 1",
              host.environment);
  ASSERT_TRUE(program);
  EXPECT_TRUE(program->reads(0, "path"));
  EXPECT_TRUE(program->reads(0, "method"));
  EXPECT_FALSE(program->reads(0, "headers"));
  EXPECT_TRUE(program->reads(1, "anything")) << "size(jwt) reads all of it";
  EXPECT_FALSE(program->reads(2, "address"));
}

TEST(Program, asks_an_object_once_for_each_member_it_reads) {
  FakeHost host;
  EXPECT_EQ(host.show("request.path"), "/admin");
  EXPECT_EQ(host.request.reads(), 1);
}

TEST(Program, calls_methods_of_objects) {
  FakeHost host;
  EXPECT_EQ(host.show("request.cookie('session')"), "cookie:session");
  EXPECT_EQ(host.show("jwt.cookie('session')"), "cel.no_such_overload");
}

TEST(Program, lists_an_object_that_can_be_listed) {
  FakeHost host;
  EXPECT_EQ(host.show("request.map(k, k)"), R"(["path","method"])");
  EXPECT_EQ(host.show("toJson(request)"), R"({"path":"/admin","method":"GET"})");
}

TEST(Program, places_an_error_where_it_arose) {
  FakeHost host(kClaims);
  const Value v = host.eval("jwt.sub == 'ann' && jwt.n / 0 > 1");
  ASSERT_TRUE(v.is_error());
  EXPECT_EQ(v.place(), 26U);
  EXPECT_EQ(v.code(), ErrorCode::divide_by_zero);
}

TEST(Program, is_constant_when_nothing_is_read) {
  FakeHost host;
  EXPECT_TRUE(compile("cidr('10.0.0.0/8').containsIP('10.1.2.3') && 2 * 3 == 6", host.environment)
                  ->is_constant());
  EXPECT_FALSE(compile("random() < 2.0", host.environment)->is_constant());
}

TEST(Program, stops_at_its_budget_whatever_the_rest_would_say) {
  FakeHost host(R"({"l":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]})");
  const std::string nested = "jwt.l.all(a, jwt.l.all(b, jwt.l.all(c, jwt.l.all(d, a > 0))))";
  EXPECT_EQ(host.eval(nested, {.steps = 10'000}).code(), ErrorCode::budget_exhausted);
  EXPECT_EQ(host.eval(nested + " || true", {.steps = 10'000}).code(), ErrorCode::budget_exhausted);
}

TEST(Program, bounds_the_bytes_it_builds) {
  FakeHost host(R"({"s":"0123456789012345678901234567890123456789"})");
  std::string text = "jwt.s";
  for (int i = 0; i < 20; ++i)
    text = "cel.bind(a" + std::to_string(i) + ", " + text + ", a" + std::to_string(i) + " + a" +
           std::to_string(i) + ")";
  EXPECT_EQ(host.eval(text).code(), ErrorCode::budget_exhausted);
}

TEST(Program, bounds_values_that_share_their_parts) {
  FakeHost host(R"({"n":1})");
  std::string text = "[jwt.n]";
  for (int i = 0; i < 50; ++i) text += ".with(a, [a, a])";
  EXPECT_EQ(host.eval("toJson(" + text + ")").code(), ErrorCode::budget_exhausted);
  EXPECT_EQ(host.eval(text + " == " + text).code(), ErrorCode::budget_exhausted);
}

TEST(Program, bounds_the_depth_of_values) {
  FakeHost host(R"({"n":1})");
  std::string text = "[jwt.n]";
  for (int i = 0; i < 50; ++i) text += ".with(a, [[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]])";
  EXPECT_EQ(host.eval("toJson(" + text + ")").code(), ErrorCode::budget_exhausted);
}

TEST(Program, finds_texts_in_long_constant_lists) {
  FakeHost host(kClaims);
  const std::string list = "['a','b','c','d','e','f','g','h','ann']";
  EXPECT_EQ(host.show("jwt.sub in " + list), "true");
  EXPECT_EQ(host.show("jwt.role in " + list), "false");
  EXPECT_EQ(host.show("jwt.n in " + list), "false");
  EXPECT_EQ(host.show(list + ".contains(jwt.sub)"), "true");
}

TEST(Program, survives_the_text_it_was_compiled_from) {
  FakeHost host(kClaims);
  std::string text = "jwt.sub == 'ann' && {'key': jwt.n}.key == 7";
  const auto program = compile(text, host.environment);
  ASSERT_TRUE(program);
  text.assign(text.size(), '#');
  EXPECT_TRUE(program->matches(host.activation, host.arena));
}

}  // namespace
}  // namespace jg::cel
