// Expressions that mean harm: each is refused when it is compiled, or stops at its bound, with an
// error that says so.
#include <gtest/gtest.h>

#include <string>

#include "cel/host_fake.h"
#include "cel/lexer.h"

namespace jg::cel {
namespace {

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

// `count` items, none like another.
std::string claims(std::size_t count) {
  std::string list = "0";
  for (std::size_t i = 1; i < count; ++i) list += "," + std::to_string(i);
  return R"({"s":")" + std::string(1000, 'a') + R"(","l":[)" + list + "]}";
}

// The first fault, or "" when it compiles.
std::string fault_of(const std::string& text) {
  const FakeHost host;
  const auto program = compile(text, host.environment);
  return program ? "" : program.error().front().message;
}

TEST(Hostile, nesting_is_refused_whatever_nests) {
  for (const std::string& text :
       {repeat("(", 10'000), repeat("[", 10'000), repeat("{1:", 10'000), repeat("f(", 10'000),
        repeat("a[", 10'000), repeat("-", 30'000) + "1", repeat("!", 30'000) + "true",
        "a" + repeat(".b", 30'000), "1" + repeat(" + 1", 15'000), "a" + repeat("[0]", 20'000),
        repeat("[1].map(x, ", 3000) + "x" + repeat(")", 3000),
        "true" + repeat(" ? 1 : true", 5000)}) {
    const std::string fault = fault_of(text);
    EXPECT_TRUE(fault.find("nested too deeply") != fault.npos ||
                fault.find("too many parts") != fault.npos ||
                fault.find("ends too early") != fault.npos)
        << text.substr(0, 20) << ": " << fault;
  }
}

TEST(Hostile, size_is_refused) {
  EXPECT_EQ(fault_of("'" + std::string(kLongestExpression, 'x') + "'"),
            "the expression is longer than 64 KiB");
  EXPECT_EQ(fault_of("[" + repeat("1,", 20'000) + "1]"), "the expression has too many parts");
  EXPECT_EQ(fault_of(std::string(60'000, '9')), "this integer does not fit 64 bits");
  EXPECT_EQ(fault_of("0x" + std::string(60'000, 'f')), "this integer does not fit 64 bits");
  EXPECT_EQ(fault_of("1e" + std::string(60'000, '9')), "");  // Infinity, as strtod has it
  EXPECT_EQ(fault_of("'" + repeat("\\u00e9", 10'000) + "'"), "");
}

// Each multiplies what the one before made.
TEST(Hostile, macros_within_macros_stop_at_the_bound) {
  FakeHost host(claims(100));
  for (const std::string& text :
       {std::string("jwt.l.all(a, jwt.l.all(b, jwt.l.all(c, jwt.l.all(d, a + b + c + d >= 0))))"),
        std::string("jwt.l.map(a, jwt.l.map(b, jwt.l.map(c, [a, b, c])))"),
        std::string("size(jwt.l.map(a, jwt.l).map(x, x + x).map(x, x + x).map(x, x + x + x + x))"),
        "[" + repeat("jwt.l + ", 99) + "jwt.l].map(x, x + x + x + x + x + x + x + x)"}) {
    const Value v = host.eval(text);
    EXPECT_EQ(v.code(), ErrorCode::budget_exhausted) << text;
    EXPECT_STREQ(v.message(), "the expression is too costly to evaluate");
    host.arena.reset();
  }
}

// What could have no bound has one: RE2 keeps time and memory linear, sizes are refused.
TEST(Hostile, patterns_are_refused_or_stay_linear) {
  EXPECT_NE(fault_of("jwt.s.matches('(a{1000}){1000}')").find("refused"), std::string::npos);
  EXPECT_NE(fault_of("jwt.s.matches('" + std::string(5000, 'a') + "')").find("longer than 4096"),
            std::string::npos);
  FakeHost host(claims(1));
  EXPECT_EQ(host.show("jwt.s.matches('^(a+)+$')"), "true");
  EXPECT_EQ(host.show("(jwt.s + 'b').matches('^(a|a)*$')"), "false");
  EXPECT_EQ(host.show("(jwt.s + 'b').matches('^(a?){50}a{50}$')"), "false");
}

TEST(Hostile, a_pattern_that_is_made_for_each_turn_costs_what_it_takes) {
  FakeHost host(claims(1000));
  EXPECT_EQ(host.eval("jwt.l.all(x, !jwt.s.matches('b' + string(x)))").code(),
            ErrorCode::budget_exhausted);
}

TEST(Hostile, texts_and_lists_that_functions_make_are_bounded) {
  for (const char* text : {
           // a thousand characters, each replaced by a thousand
           "jwt.s.replace('a', jwt.s).replace('a', jwt.s)",
           "jwt.s.split('').map(c, jwt.s.replace('a', jwt.s)).join()",
           "jwt.l.map(x, jwt.s + jwt.s + jwt.s).join().replace('', jwt.s)",
           "'%s%s%s%s%s%s%s%s'.format(jwt.l.map(x, jwt.l)) + toJson(jwt.l.map(x, jwt.l.map(y, "
           "jwt.l)))",
           "jwt.l.map(x, toJson(jwt.l)).map(x, toJson([x, x, x, x]))",
           "jwt.l.map(x, base64.encode(jwt.s.replace('a', 'aaaaaaaaaaaaaaaa')))",
           "jwt.l.map(x, form.encode({'a': jwt.l.map(y, jwt.s)}))",
           "jwt.l.map(x, json('[' + jwt.l.map(y, '[1]').join(',') + ']'))",
           "flattenRecursive(jwt.l.map(x, jwt.l.map(y, jwt.l)))",
           "regexReplace(jwt.s, '(.*)', jwt.l.map(x, '$1').join() + jwt.l.map(x, '$1').join())",
       }) {
    FakeHost host(claims(1000));
    EXPECT_EQ(host.eval(text).code(), ErrorCode::budget_exhausted) << text;
  }
}

// However long a key is, each time it is written is paid for.
TEST(Hostile, json_pays_for_keys_too) {
  std::string list = "0";
  for (int i = 0; i < 9000; ++i) list += ",0";
  FakeHost host(R"({"l":[)" + list + R"(],"m":{")" + std::string(100'000, 'k') + R"(":1}})");
  EXPECT_EQ(host.eval("toJson(jwt.l.map(x, jwt.m))").code(), ErrorCode::budget_exhausted);
}

// std::string_view::find would compare some 10^10 bytes here.
TEST(Hostile, looking_for_a_text_is_linear_or_paid_for) {
  const std::string text(600'000, 'a');
  FakeHost host(R"({"t":")" + text + R"(","s":")" + std::string(16'000, 'a') + R"(b"})");
  for (const char* query : {"jwt.t.contains(jwt.s)", "jwt.t.indexOf(jwt.s) >= 0",
                            "size(jwt.t.split(jwt.s)) > 1", "jwt.t.replace(jwt.s, '') != jwt.t"}) {
    EXPECT_EQ(host.show(query), "false") << query;
    host.arena.reset();
  }
  EXPECT_EQ(host.eval("jwt.t.lastIndexOf(jwt.s)").code(), ErrorCode::budget_exhausted);
}

// Folding happens when the configuration is loaded, within the same bound.
TEST(Hostile, constants_are_computed_within_the_bound_or_later) {
  const std::string list = "[" + repeat("1,", 100) + "1]";
  FakeHost host;
  const auto program =
      compile("size(" + repeat(list + " + ", 60) + list + ") > 0", host.environment);
  ASSERT_TRUE(program);
  EXPECT_TRUE(compile("'" + std::string(60'000, 'a') + "'.replace('a', 'bbbbbbbbbbbbbbbbbbbbbbbb')",
                      host.environment));
}

TEST(Hostile, an_error_anywhere_does_not_hide_that_the_bound_was_reached) {
  FakeHost host(claims(1000));
  const std::string heavy = "jwt.l.all(a, jwt.l.all(b, a + b >= 0))";
  for (const std::string& text :
       {heavy + " || true", "true || " + heavy, "coalesce(" + heavy + ", true)",
        "default(" + heavy + ", true)", "!(" + heavy + ")", heavy + " ? true : true"}) {
    const bool may_skip = text.starts_with("true");
    EXPECT_EQ(host.eval(text).is_true(), may_skip) << text;
    host.arena.reset();
  }
}

}  // namespace
}  // namespace jg::cel
