#include "cel/literal_text.h"

#include <gtest/gtest.h>

#include "cel/host_fake.h"

namespace jg::cel {
namespace {

std::string literal(std::string_view expression, const Limits& limits = {}) {
  FakeHost host(R"({"deep":[[[[1]]]]})");
  Context context(host.arena, Dialect::gateway, limits);
  std::string out;
  append_literal(out, host.eval(expression), context);
  return out;
}

TEST(LiteralText, spells_a_value_so_that_its_type_is_seen) {
  for (const char* text :
       {"null", "true", "-1", "1u", "1.0", "-1.5", "1e+100", R"("a\"b\\\n\x01é")",
        R"(b"a\xff\x00")", R"([1, "a", [2u]])", R"({"a": 1, 2: {}})", R"(duration("90s"))",
        R"(timestamp("2026-01-02T03:04:05Z"))", R"(ip("::1"))", R"(cidr("10.0.0.0/8"))", "int",
        "optional.none()", "optional.of(1)"})
    EXPECT_EQ(literal(text), text);
  EXPECT_EQ(literal("1 / 0"), "cel.divide_by_zero: division by zero");
}

TEST(LiteralText, leaves_out_what_is_too_much) {
  EXPECT_EQ(literal("[1, 2, 3, 4]", {.steps = 5}), "[1, 2...]");
  EXPECT_EQ(literal("'" + std::string(1000, 'x') + "'", {.steps = 10}), "...");
}

}  // namespace
}  // namespace jg::cel
