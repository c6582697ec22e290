# Warnings, sanitizers and the linker; one place for flags.
add_library(jg_options INTERFACE)
target_compile_options(jg_options INTERFACE
  -pthread -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Werror
  $<$<NOT:$<CONFIG:Release>>:-fno-omit-frame-pointer>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these on correct coroutine and std::expected code at -O2 (GCC bugs 105562, 107088, 98675).
  target_compile_options(jg_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-free-nonheap-object
    -Wno-array-bounds -Wno-stringop-overflow -Wno-dangling-pointer -Wno-mismatched-new-delete -Wno-stringop-overread -Wno-use-after-free)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12's own stable_sort calls what libstdc++ 12 marks as deprecated.
  target_compile_options(jg_options INTERFACE -Wno-deprecated-declarations)
endif()

if(JG_SANITIZE STREQUAL "address")
  # The check of an object's type opens a pipe, and takes the object for broken when descriptors have
  # run out, which tests do on purpose.
  set(JG_SANITIZE_FLAGS -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # These stand before every access: half of what g++ writes, a third of its time, and 5 million relocations at each
    # of some thousand starts of the tests. The first and the last are what the address sanitizer ends on as well;
    # misalignment is looked for by the fuzz preset.
    list(APPEND JG_SANITIZE_FLAGS -fno-sanitize=null,alignment,object-size)
    target_compile_options(jg_options INTERFACE -fno-pie)
    target_link_options(jg_options INTERFACE -no-pie)
  endif()
elseif(JG_SANITIZE STREQUAL "thread")
  set(JG_SANITIZE_FLAGS -fsanitize=thread)
elseif(JG_SANITIZE STREQUAL "fuzzer")
  set(JG_SANITIZE_FLAGS -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
endif()
if(DEFINED JG_SANITIZE_FLAGS)
  target_compile_options(jg_options INTERFACE ${JG_SANITIZE_FLAGS})
  target_link_options(jg_options INTERFACE ${JG_SANITIZE_FLAGS})
endif()

find_program(JG_CCACHE ccache)
if(JG_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${JG_CCACHE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_link_options(jg_options INTERFACE -fuse-ld=lld)
else()
  find_program(JG_MOLD mold)
  if(JG_MOLD)
    target_link_options(jg_options INTERFACE -fuse-ld=mold)
  endif()
endif()
