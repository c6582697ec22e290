// Counts heap allocations: a typical rule makes none once its arena is warm.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "cel/host_fake.h"

namespace {
std::atomic<std::size_t> allocations = 0;
}  // namespace

// Replacing these is how the standard lets a program count.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
  return operator new(size, tag);
}
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

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
