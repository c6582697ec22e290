#include "cel/check.h"

#include <gtest/gtest.h>

namespace jg::cel {
namespace {

// A small host: `request` with members of known kinds, `jwt` with claims, `late` that is not there.
class FakeKnowledge final : public Knowledge {
 public:
  enum Slot : std::size_t { request, jwt, late };

  FakeKnowledge() {
    environment.declare("request", {"path", "size", "headers", "time"});
    environment.declare("jwt");
    environment.declare("late");
  }

  StaticType type_of(std::size_t slot, std::string_view member) const override {
    StaticType out;
    if (slot != request) return out;
    if (member.empty()) out.kinds = kinds(Kind::map);
    if (member == "path") out.kinds = kinds(Kind::string);
    if (member == "size") out.kinds = kinds(Kind::integer);
    if (member == "time") out.kinds = kinds(Kind::timestamp);
    if (member == "headers") {
      out.kinds = kinds(Kind::map);
      out.elements = kinds(Kind::string, Kind::list);
    }
    return out;
  }
  bool is_claim(std::size_t slot) const override { return slot == jwt; }
  std::optional<Absence> absence(const Read& read) const override {
    if (read.slot != late || !read.field.empty()) return std::nullopt;
    return Absence{FindingWeight::error, "is not there yet"};
  }
  std::optional<Objection> objection(const Read& member, Test,
                                     std::string_view text) const override {
    if (member != Read{request, "path"} || text.starts_with('/')) return std::nullopt;
    return Objection{"begins with a slash", "/"};
  }

  Environment environment;
};

// The first finding as "error: message", or "good"; its place as the text it underlines.
struct Told {
  std::string says = "good";
  std::string about;
};

Told first(std::string_view text) {
  const FakeKnowledge host;
  const auto compiled = compile_or_error(text, host.environment);
  EXPECT_TRUE(compiled) << (compiled ? "" : compiled.error().detail);
  const Checked checked = check(text, host.environment, host);
  if (checked.findings.empty()) return {};
  const Finding& one = checked.findings.front();
  const bool is_error = one.weight == FindingWeight::error;
  return {(is_error ? "error: " : "warning: ") + message_of(one.fault),
          std::string(text.substr(one.fault.offset, one.fault.end - one.fault.offset))};
}

std::string told(std::string_view text) { return first(text).says; }

StaticType result(std::string_view text) {
  const FakeKnowledge host;
  return check(text, host.environment, host).result;
}

TEST(Check, finds_nothing_where_kinds_are_unknown_or_fit) {
  for (const char* good : {"jwt.a == 1 && jwt.a == jwt.b",
                           "jwt.a + 1 > jwt.b",
                           "jwt.a.b[0].c(jwt) || true",
                           "request.path + \"x\" == string(5)",
                           "size(request.path) == 5.0",
                           "1 < 2u",
                           "request.headers[\"a\"].startsWith(\"b\")",
                           "request.headers[\"a\"] == [\"x\", \"y\"]",
                           "jwt.groups.exists(g, g == \"a\" || g == 5)",
                           "[1, 2].map(x, x * 2)[0] > 1",
                           "has(jwt.a) && !has(jwt.a.b)",
                           "request.time - duration(\"1h\") < request.time",
                           "type(jwt.a) == string",
                           "jwt.?a.orValue(\"\") == \"\"",
                           "{\"a\": 1}.a == 1",
                           "request.path in [\"/a\", \"/b\"]",
                           "jwt.a == null",
                           "optional.of(1).hasValue()",
                           "\"a\" in {\"a\": 1}",
                           "default(jwt.a, 1) == 1",
                           "jwt.s.split(\",\")[0] == \"a\"",
                           "request.headers.map(h, h.size())",
                           "[[1], [2]].exists(l, l[0] == 1)"}) {
    const FakeKnowledge host;
    if (!compile(good, host.environment)) continue;  // c() above is no function: not this test's
    EXPECT_EQ(told(good), "good") << good;
  }
}

TEST(Check, tells_operators_what_they_cannot_take) {
  EXPECT_EQ(told("request.path + 1"),
            "error: + does not work on a string and an int; did you mean 'string(1)'?");
  EXPECT_EQ(told("request.path - request.path"), "error: - does not work on a string and a string");
  EXPECT_EQ(told("request.size > \"5\""),
            "error: > cannot order an int and a string; did you mean '5'?");
  EXPECT_EQ(told("request.headers[\"n\"] > 5"),
            "error: > cannot order a string or a list and an int; did you mean "
            "'int(request.headers[\"n\"])'?");
  EXPECT_EQ(told("-request.path"), "error: there is no negative of a string");
  EXPECT_EQ(told("!request.path"), "error: ! wants true or false, and this is a string");
  EXPECT_EQ(told("jwt.a && request.size"), "error: && wants true or false, and this is an int");
  EXPECT_EQ(told("request.size ? 1 : 2"), "error: ? : wants true or false, and this is an int");
  EXPECT_EQ(told("1 in request.path"), "error: in cannot look for an int in a string");
}

TEST(Check, tells_functions_what_they_cannot_take) {
  EXPECT_EQ(told("size(request.size)"),
            "error: size() takes a string, bytes, a list or a map, and this is an int");
  EXPECT_EQ(told("request.path.startsWith(5)"),
            "error: startsWith() takes a string, and this is an int");
  EXPECT_EQ(told("request.time.matches(\"a\")"),
            "error: matches() takes a string, and this is a timestamp");
  EXPECT_EQ(told("request.path.contains(5)"),
            "error: contains() of a string takes a string, and this is an int");
}

TEST(Check, tells_members_and_macros_what_they_cannot_look_into) {
  EXPECT_EQ(told("request.path.a"), "error: request.path is a string, which has no member 'a'");
  EXPECT_EQ(told("has(request.path.a)"),
            "error: request.path is a string, which has no member 'a'");
  EXPECT_EQ(told("request.path[0]"), "error: request.path is a string, which cannot be indexed");
  EXPECT_EQ(told("[1, 2][\"a\"]"),
            "error: a list is indexed by a whole number, and this is a string");
  EXPECT_EQ(told("request.path.exists(p, p == \"a\")"),
            "error: exists() goes through a list or a map, and this is a string");
  EXPECT_EQ(told("jwt.groups.exists(g, \"a\")"),
            "error: exists() wants true or false, and this is a string");
  EXPECT_EQ(told("[1, 2].all(n, n.startsWith(\"a\"))"),
            "error: startsWith() takes a string, and this is an int");
}

TEST(Check, tells_what_fails_whatever_is_asked) {
  EXPECT_EQ(told("cidr(\"10.0.0.0/40\").containsIP(jwt.ip)"),
            "error: fails whenever it is evaluated: this text is not a CIDR block");
  EXPECT_EQ(told("jwt.n == 1 / 0"), "error: fails whenever it is evaluated: division by zero");
  EXPECT_EQ(told("jwt.n == [1][3]"), "error: fails whenever it is evaluated: index out of range");
}

TEST(Check, tells_comparisons_that_are_decided) {
  EXPECT_EQ(told("request.path == 5"),
            "warning: request.path is a string and 5 is an int, which are never equal: this is "
            "always false; did you mean '\"5\"'?");
  EXPECT_EQ(told("\"true\" != (request.size > 1)"),
            "warning: \"true\" is a string and request.size > 1 is a bool, which are never equal: "
            "this is always true; did you mean 'true'?");
  EXPECT_EQ(told("request.path == null"),
            "warning: request.path is a string and null, which are never equal: this is always "
            "false");
  EXPECT_EQ(told("request.size in [\"1\", \"2\"]"),
            "warning: request.size is an int and the list holds a string: it is never in it, so "
            "this is always false");
  EXPECT_EQ(told("request.path == \"a\""), "warning: begins with a slash; did you mean '/'?");
  EXPECT_EQ(told("request.path in [\"/b\", \"a\"]"),
            "warning: begins with a slash; did you mean '/'?");
}

TEST(Check, tells_operands_that_decide_each_other) {
  constexpr const char* kNever =
      "warning: can never be true together with what is asked before it; did you mean '||'?";
  constexpr const char* kAlways =
      "warning: is true whenever what is asked before it is not, so this is always true; did you "
      "mean '&&'?";
  EXPECT_EQ(told("jwt.a == \"x\" && jwt.b && jwt.a == \"y\""), kNever);
  EXPECT_EQ(told("jwt.a == \"x\" && jwt.a != \"x\""), kNever);
  EXPECT_EQ(told("jwt.a in [\"x\", \"y\"] && \"z\" == jwt.a"), kNever);
  EXPECT_EQ(told("jwt.a != \"x\" || jwt.a != \"y\""), kAlways);
  EXPECT_EQ(told("jwt[\"a\"] == 1 || jwt[\"a\"] != 1.0"), kAlways);
  for (const char* good :
       {"jwt.a == \"x\" || jwt.a == \"y\"", "jwt.a != \"x\" && jwt.a != \"y\"",
        "jwt.a == 1 && jwt.a == 1.0", "jwt.a == \"x\" && jwt.b == \"y\"",
        "jwt.a in [\"x\", \"y\"] && jwt.a == \"x\"", "random() == 1.0 && random() == 2.0"})
    EXPECT_EQ(told(good), "good") << good;
}

TEST(Check, warns_of_a_part_of_a_claim_that_may_be_text) {
  EXPECT_EQ(told("\"admin\" in jwt.role"),
            "warning: is also true where jwt.role is a string with \"admin\" anywhere in it, such "
            "as \"not-admin\"; did you mean '\"admin\" in [jwt.role].flatten()'?");
  EXPECT_EQ(told("jwt.realm.role.contains(\"admin\")"),
            "warning: is also true where jwt.realm.role is a string with \"admin\" anywhere in it, "
            "such as \"not-admin\"; did you mean '\"admin\" in [jwt.realm.role].flatten()'?");
  EXPECT_EQ(told("\"read\" in jwt.scope"),
            "warning: is also true where jwt.scope is a string with \"read\" anywhere in it, such "
            "as \"not-read\"; did you mean '\"read\" in jwt.scope.split(\" \")'?");
  EXPECT_EQ(told("jwt.email.contains(\"@a.org\")"),
            "warning: is also true where jwt.email is a string with \"@a.org\" anywhere in it, "
            "such as \"a@a.org.example\"; did you mean 'jwt.email.endsWith(\"@a.org\")'?");
  for (const char* good :
       {"\"admin\" in jwt.roles", "jwt.groups.contains(\"a\")",
        "\"read\" in jwt.scope.split(\" \")", "\"admin\" in [jwt.role].flatten()",
        "type(jwt.role) == list && \"a\" in jwt.role", "request.path.contains(\"/a\")",
        "\"role\" in jwt"})
    EXPECT_EQ(told(good), "good") << good;
}

TEST(Check, tells_of_a_variable_that_is_not_there_once) {
  const FakeKnowledge host;
  const Checked checked = check("late.a == 1 || late.b == 2", host.environment, host);
  ASSERT_EQ(checked.findings.size(), 1U);
  EXPECT_EQ(checked.findings[0].fault.message, "is not there yet");
}

TEST(Check, underlines_the_piece_at_fault) {
  EXPECT_EQ(first("jwt.a || request.path == 5").about, "request.path == 5");
  EXPECT_EQ(first("jwt.a || request.path.startsWith(5)").about, "5");
  EXPECT_EQ(first("jwt.a == \"x\" && jwt.a == \"y\"").about, "jwt.a == \"y\"");
  EXPECT_EQ(first("request.path.a.b").about, "request.path.a");
}

TEST(Check, knows_outcomes_that_are_decided) {
  EXPECT_FALSE(result("request.path == 5").may_be_true);
  EXPECT_FALSE(result("jwt.a && request.path == 5").may_be_true);
  EXPECT_TRUE(result("jwt.a || request.path == 5").may_be_true);
  EXPECT_FALSE(result("!(request.path == 5)").may_be_false);
  EXPECT_FALSE(result("jwt.a == 1 && jwt.a == 2").may_be_true);
  EXPECT_FALSE(result("request.path").may_be_true);
  EXPECT_TRUE(result("jwt.a").may_be_true);
}

TEST(Check, stops_at_its_limit) {
  std::string text = "request.path == 0";
  for (int i = 1; i < 40; ++i) text += " || request.path == " + std::to_string(i);
  const FakeKnowledge host;
  EXPECT_EQ(check(text, host.environment, host).findings.size(), kMostFindings);
}

}  // namespace
}  // namespace jg::cel
