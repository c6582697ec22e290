// Counts heap allocations: a typical rule makes none once its arena is warm.
#include <gtest/gtest.h>

#include "base/allocations_fake.h"
#include "cel/host_fake.h"

namespace jg::cel {
namespace {

TEST(Evaluation, allocates_nothing_for_typical_rules) {
  FakeHost host(R"({"sub":"ann","scope":"read write","groups":["users","admins"],"n":3})");
  for (const char* text : {
           R"(request.path == "/admin" && jwt.groups.contains("admins"))",
           "request.path.matches('^/ad[a-z]+$') && has(jwt.sub)",
           "jwt.groups.exists(g, g in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'admins'])",
           "'read' in jwt.scope.split(' ') && jwt.groups.filter(g, g != 'x').size() == 2",
           "default(jwt.missing, 'none') == 'none' || jwt.n + 1 > 3",
           "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !(jwt.sub + '!' == 'bob!')",
       }) {
    const auto program = compile(text, host.environment);
    ASSERT_TRUE(program) << text;
    // The first run grows the arena and the regular expression's automaton.
    EXPECT_TRUE(program->matches(host.activation, host.arena)) << text;
    host.arena.reset();
    const std::size_t before = allocations;
    const bool allowed = program->matches(host.activation, host.arena);
    EXPECT_EQ(allocations - before, 0U) << text;
    EXPECT_TRUE(allowed);
  }
}

}  // namespace
}  // namespace jg::cel
