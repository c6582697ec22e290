#include "base/block_cache.h"

#ifdef JG_BLOCKS_FROM_HEAP
namespace jg {

void* allocate_block(std::size_t size) { return ::operator new(size); }
void free_block(void* block, std::size_t size) { ::operator delete(block, size); }

}  // namespace jg
#else
namespace jg::detail {
namespace {

struct Opened {
  Opened() { idle_blocks.open(); }
  ~Opened() { idle_blocks.close(); }
};

}  // namespace

constinit thread_local IdleBlocks idle_blocks;

void* allocate_new_block(std::size_t size) {
  thread_local const Opened for_this_thread;
  return ::operator new(IdleBlocks::rounded(size));
}

}  // namespace jg::detail
#endif
