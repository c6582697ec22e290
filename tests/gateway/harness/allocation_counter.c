// Preloaded into the gateway by harness/allocations.py: counts heap allocations, thread by thread, in
// a file that the test has mapped; while the test says so, and with the stacks of the first ones on
// standard error.
//
// A build with AddressSanitizer tells its own allocator's calls by a hook; in any other, malloc and its
// kin are these here, in front of the C library's. Only with the sanitizer the frames of coroutines
// come from the heap, each time (src/base/block_cache.h): what ALLOCATION_COUNTS_EXCEPT allocates, the
// range of one function, is not counted there.
#define _GNU_SOURCE
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { kThreads = 64, kStacksShown = 5, kFrames = 48, kNearest = 4 };

struct Counts {  // harness/allocations.py reads it
  _Atomic uint64_t counting;
  struct {
    _Atomic uint64_t thread;
    _Atomic uint64_t allocations;
  } slots[kThreads];
};

static struct Counts* counts;
static uintptr_t except_from, except_to;
static __thread __attribute__((tls_model("initial-exec"))) unsigned slot;  // and 1; 0: none yet
static __thread __attribute__((tls_model("initial-exec"))) int showing;

extern int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, size_t),
                                                     void (*)(const volatile void*))
    __attribute__((weak));
extern void __sanitizer_print_stack_trace(void) __attribute__((weak));
extern size_t __asan_get_alloc_stack(void*, void**, size_t, int*) __attribute__((weak));

static void show_stack(void) {
  if (__sanitizer_print_stack_trace) {
    __sanitizer_print_stack_trace();
    return;
  }
  void* frames[kFrames];
  backtrace_symbols_fd(frames, backtrace(frames, kFrames), STDERR_FILENO);
}

static void count(void) {
  if (!counts || !atomic_load_explicit(&counts->counting, memory_order_relaxed) || showing) return;
  if (!slot) {
    const uint64_t thread = (uint64_t)syscall(SYS_gettid);
    for (slot = 1; slot < kThreads; ++slot) {
      uint64_t nobody = 0;
      if (atomic_compare_exchange_strong(&counts->slots[slot - 1].thread, &nobody, thread)) break;
    }
  }
  if (atomic_fetch_add(&counts->slots[slot - 1].allocations, 1) >= kStacksShown) return;
  showing = 1;
  show_stack();
  showing = 0;
}

static int is_excepted(const volatile void* block) {
  void* stack[kNearest];
  int thread;
  if (!except_to || !__asan_get_alloc_stack) return 0;
  const size_t depth = __asan_get_alloc_stack((void*)block, stack, kNearest, &thread);
  for (size_t i = 0; i < depth; ++i) {
    if ((uintptr_t)stack[i] >= except_from && (uintptr_t)stack[i] <= except_to) return 1;
  }
  return 0;
}

static void on_malloc(const volatile void* block, size_t size) {
  (void)size;
  if (counts && atomic_load_explicit(&counts->counting, memory_order_relaxed) && !is_excepted(block))
    count();
}
static void on_free(const volatile void* block) { (void)block; }

// The first object is the program; ALLOCATION_COUNTS_EXCEPT is relative to where it was loaded.
static int take_exception(struct dl_phdr_info* program, size_t size, void* range) {
  (void)size;
  uintptr_t from, length;
  if (sscanf(range, "%lx+%lx", &from, &length) == 2) {
    except_from = program->dlpi_addr + from;
    except_to = except_from + length;
  }
  return 1;
}

__attribute__((constructor)) static void begin(void) {
  const int file = open(getenv("ALLOCATION_COUNTS"), O_RDWR | O_CLOEXEC);
  if (file < 0) abort();
  void* mapped = mmap(NULL, sizeof(struct Counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (mapped == MAP_FAILED) abort();
  char* excepted = getenv("ALLOCATION_COUNTS_EXCEPT");
  if (excepted) dl_iterate_phdr(take_exception, excepted);
  if (!__sanitizer_install_malloc_and_free_hooks) {
    void* frame;
    backtrace(&frame, 1);  // loads what it needs now, not in the middle of an allocation
  } else if (!__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free)) {
    abort();
  }
  counts = mapped;
}

// The C library's own, under names that it gives to those who stand in front of it.
extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t number, size_t size);
extern void* __libc_realloc(void* block, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);

void* malloc(size_t size) {
  count();
  return __libc_malloc(size);
}
void* calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}
void* realloc(void* block, size_t size) {
  count();
  return __libc_realloc(block, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** block, size_t alignment, size_t size) {
  count();
  *block = __libc_memalign(alignment, size);
  return *block ? 0 : 12;  // ENOMEM
}
