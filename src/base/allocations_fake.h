// base/allocations_fake.h - counts a test program's heap allocations.
//
// To be included by one file of the program: it replaces the operators that allocate, which is how
// the standard lets a program count.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace jg {

inline std::atomic<std::size_t> allocations = 0;  // a test's own, so no rule of ours is bent

}  // namespace jg

void* operator new(std::size_t size) {
  ++jg::allocations;
  if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++jg::allocations;
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
