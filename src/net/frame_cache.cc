#include "net/frame_cache.h"

#include <new>

#include "net/idle_frames.h"

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

// An allocator is the one mutable thing a thread shares with itself only: it has no behaviour that
// anybody could see.
constinit thread_local IdleFrames idle;

struct EmptyAtThreadEnd {
  ~EmptyAtThreadEnd() { idle.empty(); }
};

void* allocate_new(std::size_t size) {
  thread_local const EmptyAtThreadEnd registered;
  return ::operator new(IdleFrames::rounded(size));
}

}  // namespace

void* allocate_frame(std::size_t size) {
  void* const frame = idle.take(size);
  return frame != nullptr ? frame : allocate_new(size);
}

void free_frame(void* frame, std::size_t size) {
  if (!idle.keep(frame, size)) ::operator delete(frame);
}
#endif

}  // namespace jg::net
