#include "cel/fault.h"

#include <gtest/gtest.h>

#include <string>

#include "cel/host_fake.h"

namespace jg::cel {
namespace {

// Faults of an expression, rendered.
std::string faults_of(std::string_view text) {
  const FakeHost host;
  const auto program = compile_or_error(text, host.environment);
  return program ? "none" : program.error().detail;
}

TEST(Fault, shows_the_place_and_the_nearest_variable) {
  EXPECT_EQ(faults_of("1 == 1 && requst.path == '/'"),
            "the expression does not compile\n"
            "  1 == 1 && requst.path == '/'\n"
            "            ^~~~~~\n"
            "  there is no variable 'requst' here; did you mean 'request'?");
}

TEST(Fault, suggests_functions_macros_and_members) {
  EXPECT_NE(faults_of("request.path.startWith('/a')").find("did you mean 'startsWith'?"),
            std::string::npos);
  EXPECT_NE(faults_of("jwt.groups.exist(g, g == 'a')").find("did you mean 'exists'?"),
            std::string::npos);
  EXPECT_NE(faults_of("request.pth == '/'").find("did you mean 'path'?"), std::string::npos);
  EXPECT_NE(faults_of("request['metod']").find("did you mean 'method'?"), std::string::npos);
}

TEST(Fault, reports_every_unknown_name_at_once) {
  const FakeHost host;
  const auto program = compile("foo == 1 && bar() && request.baz", host.environment);
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().size(), 3U);
}

TEST(Fault, is_reported_a_bounded_number_of_times) {
  const FakeHost host;
  std::string text = "a0";
  for (int i = 1; i < 100; ++i) text += " || a" + std::to_string(i);
  const auto program = compile(text, host.environment);
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().size(), 16U);
}

TEST(Fault, says_how_a_function_is_called) {
  EXPECT_NE(faults_of("startsWith('a', 'b')").find("called on a value"), std::string::npos);
  EXPECT_NE(faults_of("'a'.startsWith()").find("number of arguments"), std::string::npos);
}

TEST(Fault, says_what_has_asks) {
  EXPECT_NE(faults_of("has(jwt)").find("has(name.member)"), std::string::npos);
}

TEST(Fault, refuses_a_constant_that_its_function_cannot_take) {
  EXPECT_NE(faults_of("jwt.sub.matches('(')").find("regular expression"), std::string::npos);
  EXPECT_NE(faults_of("timestamp(jwt.sub).getHours('Atlantis/Main')").find("time zone"),
            std::string::npos);
}

TEST(Fault, becomes_an_error_value_when_names_are_deferred) {
  FakeHost host("{}", {.unresolved = Unresolved::defer});
  EXPECT_EQ(host.show("foo.bar == 1"), "cel.undeclared_reference");
  EXPECT_EQ(host.show("default(foo.bar, 'none')"), "none");
  EXPECT_EQ(host.show("'a'.matches('(')"), "cel.invalid_argument");
}

TEST(Fault, puts_the_caret_on_the_right_line) {
  EXPECT_EQ(render("1 +\n\t\u00e9x", {6, 8, "no", {}}), "  \t\u00e9x\n  \t ^~\n  no");
}

TEST(NearestName, is_empty_when_nothing_is_near) {
  const std::string_view names[] = {"request", "jwt"};
  EXPECT_EQ(nearest_name("Request", names), "request");
  EXPECT_EQ(nearest_name("elephant", names), "");
  EXPECT_EQ(nearest_name("x", names), "");
}

}  // namespace
}  // namespace jg::cel
