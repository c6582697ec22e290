#include "cel/trace.h"

#include <gtest/gtest.h>

#include "cel/host_fake.h"
#include "cel/literal_text.h"

namespace jg::cel {
namespace {

// Each line as "depth expression = value".
std::vector<std::string> traced(const std::string& text, Trace& trace) {
  static FakeHost host(R"({"n":3,"groups":["a","b"]})");
  host.environment.set_planning(Planning::traced);
  host.programs.push_back(*compile(text, host.environment));
  host.programs.back().trace(host.activation, host.arena, {}, trace);
  std::vector<std::string> out;
  for (const Trace::Line& line : trace.lines()) {
    Context context(host.arena, Dialect::gateway, {});
    std::string value;
    append_literal(value, line.value, context);
    out.push_back(std::to_string(line.depth) + " " +
                  text.substr(line.begin, line.end - line.begin) + " = " + value);
  }
  return out;
}

std::vector<std::string> traced(const std::string& text) {
  Trace trace;
  return traced(text, trace);
}

using Lines = std::vector<std::string>;

TEST(Trace, tells_what_was_evaluated_and_nothing_else) {
  EXPECT_EQ(traced("jwt.n > 5 && jwt.x"),
            (Lines{"0 jwt.n > 5 && jwt.x = false", "1 jwt.n > 5 = false", "2 jwt.n = 3"}));
  EXPECT_EQ(traced("(1 + 2) * jwt.n"),
            (Lines{"0 (1 + 2) * jwt.n = 9", "1 1 + 2 = 3", "1 jwt.n = 3"}));
}

TEST(Trace, tells_each_turn_of_a_macro) {
  EXPECT_EQ(traced("jwt.groups.map(g, g + '!')"),
            (Lines{R"(0 jwt.groups.map(g, g + '!') = ["a!", "b!"])", R"(1 jwt.groups = ["a", "b"])",
                   R"(1 g + '!' = "a!")", R"(2 g = "a")", R"(1 g + '!' = "b!")", R"(2 g = "b")"}));
}

TEST(Trace, tells_where_an_error_arose) {
  EXPECT_EQ(
      traced("!has(jwt.n) || jwt.groups[-1 * 7] == 1"),
      (Lines{"0 !has(jwt.n) || jwt.groups[-1 * 7] == 1 = cel.index_out_of_range: index out of "
             "range",
             "1 !has(jwt.n) = false", "2 has(jwt.n) = true",
             "1 jwt.groups[-1 * 7] == 1 = cel.index_out_of_range: index out of range",
             "2 jwt.groups[-1 * 7] = cel.index_out_of_range: index out of range",
             "3 -1 * 7 = -7"}));
}

TEST(Trace, is_cut_where_it_would_be_endless) {
  Trace trace;
  traced(
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(a, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(b, [1, 2, 3, "
      "4, 5, 6, 7, 8, 9, 10].all(c, a + b + c > 0)))",
      trace);
  EXPECT_EQ(trace.lines().size(), Trace::kMostLines);
  EXPECT_GT(trace.left_out(), 1000U);
  EXPECT_GT(trace.cost().steps, 1000U);
}

}  // namespace
}  // namespace jg::cel
