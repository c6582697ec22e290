#include "cel/parser.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::cel {
namespace {

// "ok", or the first fault as "offset: message".
std::string outcome(std::string_view text) {
  Arena arena;
  const auto ast = parse(text, {}, arena);
  if (ast) return "ok";
  return std::to_string(ast.error().offset) + ": " + ast.error().message;
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Parser, accepts_the_grammar) {
  for (const char* text : {"a.b[0].c(1, 2)", "a ? b : c ? d : e", "!-a", "[1, 2,]",
                           "{'a': 1, 2: b,}", ".a.b", "a.?b[?c]", "[?a, b]", "{?'k': a}", "a.`x-y`",
                           "r'\\' + b\"\\xff\" + '''a\n'b'''", "1 in [1] // a comment",
                           "x.map(a, a.all(b, b))", "1.5e3 + .5 - 0x1Fu", "a.in_ && a.package"}) {
    EXPECT_EQ(outcome(text), "ok") << text;
  }
}

TEST(Parser, refuses_what_the_grammar_does_not_have) {
  const std::pair<const char*, int> cases[] = {{"", 0},
                                               {"1 +", 3},
                                               {"1 1", 2},
                                               {"a = b", 2},
                                               {"a & b", 2},
                                               {"(1", 2},
                                               {"[1", 2},
                                               {"[,]", 1},
                                               {"f(1,)", 3},
                                               {"{1}", 2},
                                               {"a.", 2},
                                               {"a.1", 1},
                                               {"'a", 0},
                                               {"'a\nb'", 0},
                                               {"'\\q'", 1},
                                               {"'\\ud800'", 1},
                                               {"b'\\u0041'", 2},
                                               {"for", 0},
                                               {"a.true", 2},
                                               {"1x", 0},
                                               {"0x", 0},
                                               {"#", 0},
                                               {"a ? b", 5},
                                               {"T{a: 1}", 1},
                                               {"9223372036854775808", 0},
                                               {"1.map(2, 3)", 6},
                                               {"x.all(a.b, true)", 6},
                                               {"x.all(v, v, true)", 2},
                                               {"`a`", 0},
                                               {"\xff", 0}};
  for (const auto& [text, offset] : cases) {
    EXPECT_TRUE(outcome(text).starts_with(std::to_string(offset) + ": "))
        << text << " -> " << outcome(text);
  }
}

TEST(Parser, bounds_nesting) {
  EXPECT_EQ(outcome(repeat("(", 63) + "1" + repeat(")", 63)), "ok");
  EXPECT_NE(outcome(repeat("(", 64) + "1" + repeat(")", 64)), "ok");
  EXPECT_NE(outcome(repeat("[", 100'00)), "ok");
  EXPECT_NE(outcome(repeat("-", 5000) + "1"), "ok");
  EXPECT_NE(outcome("a" + repeat(".b", 5000)), "ok");
  EXPECT_NE(outcome("1" + repeat("+1", 5000)), "ok");
}

TEST(Parser, keeps_long_chains_of_rules_flat) {
  EXPECT_EQ(outcome("a" + repeat("||a", 5000)), "ok");
  EXPECT_EQ(outcome("a" + repeat("&&a", 5000)), "ok");
}

TEST(Parser, bounds_the_size) {
  EXPECT_NE(outcome("[" + repeat("1,", 20'000) + "]"), "ok");
  EXPECT_NE(outcome(repeat(" ", kDeepestNesting * 1024) + "1"), "ok");
}

TEST(Parser, leaves_macros_alone_when_asked_to) {
  Arena arena;
  const auto ast = parse("has(a.b)", {.macros = Macros::ignore}, arena);
  ASSERT_TRUE(ast);
  EXPECT_EQ((*ast)[ast->root].kind, ExprKind::call);
}

}  // namespace
}  // namespace jg::cel
