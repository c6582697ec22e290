#include "net/frame_cache.h"

#include <array>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define JG_FRAMES_FROM_HEAP 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define JG_FRAMES_FROM_HEAP 1
#endif
#endif

namespace jg::net {

#ifdef JG_FRAMES_FROM_HEAP
// A sanitizer can only see the use of a dead frame when its memory is not given out again at once.
void* allocate_frame(std::size_t size) { return ::operator new(size); }
void free_frame(void* frame, std::size_t size) { ::operator delete(frame, size); }
#else
namespace {

constexpr std::size_t kStep = 64;
constexpr std::size_t kSteps = 32;
constexpr std::size_t kIdle = 64;

// An idle frame holds the link to the next.
struct Idle {
  Idle* next;
};
struct Shelf {
  Idle* first = nullptr;
  std::size_t count = 0;
};

// An allocator is the one mutable thing a thread shares with itself only: it has no behaviour that
// anybody could see. Without constructor and destructor, so that reaching it costs one instruction.
constinit thread_local std::array<Shelf, kSteps> shelves{};

struct EmptyAtThreadEnd {
  ~EmptyAtThreadEnd() {
    for (Shelf& shelf : shelves) {
      while (shelf.first != nullptr)
        ::operator delete(std::exchange(shelf.first, shelf.first->next));
    }
  }
};

constexpr std::size_t step_of(std::size_t size) { return (size - 1) / kStep; }

void* allocate_new(std::size_t step) {
  thread_local const EmptyAtThreadEnd registered;
  return ::operator new((step + 1) * kStep);
}

}  // namespace

void* allocate_frame(std::size_t size) {
  const std::size_t step = step_of(size);
  if (step >= kSteps) return ::operator new(size);
  Shelf& shelf = shelves[step];
  if (shelf.first == nullptr) return allocate_new(step);
  --shelf.count;
  return std::exchange(shelf.first, shelf.first->next);
}

void free_frame(void* frame, std::size_t size) {
  const std::size_t step = step_of(size);
  if (step >= kSteps) return ::operator delete(frame);
  Shelf& shelf = shelves[step];
  if (shelf.count == kIdle) return ::operator delete(frame);
  ++shelf.count;
  shelf.first = new (frame) Idle{shelf.first};
}
#endif

}  // namespace jg::net
