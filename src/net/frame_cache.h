// net/frame_cache.h - memory for coroutine frames, kept by each thread for the next one of that size.
//
// Thread: a frame is freed on the thread that allocated it, as Tasks stay on their loop.
// Limits: those of net/idle_frames.h; what is beyond is the heap's.
#pragma once

#include <cstddef>

namespace jg::net {

void* allocate_frame(std::size_t size);
void free_frame(void* frame, std::size_t size);

}  // namespace jg::net
