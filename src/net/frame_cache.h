// net/frame_cache.h - memory for coroutine frames, kept by each thread for the next one of that size.
//
// Thread: a frame is freed on the thread that allocated it, as Tasks stay on their loop.
// Limits: frames up to 2 KiB, 64 idle ones of each size (steps of 64 bytes); others are the heap's.
#pragma once

#include <cstddef>

namespace jg::net {

void* allocate_frame(std::size_t size);
void free_frame(void* frame, std::size_t size);

}  // namespace jg::net
