# What nearly every file includes, parsed once: a third of the time that g++ needs at -O0. One for the code, one for
# its tests. Only where JG_PRECOMPILE is on, so that every other build shows an include that is missing.
option(JG_PRECOMPILE "precompile the headers that nearly all files include" OFF)

if(JG_PRECOMPILE)
  add_library(jg_precompiled STATIC ${CMAKE_SOURCE_DIR}/cmake/precompiled.cc)
  target_link_libraries(jg_precompiled PRIVATE jg_options Boost::headers)
  target_precompile_headers(jg_precompiled PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h)
  if(JG_TESTS)
    add_library(jg_precompiled_tests STATIC ${CMAKE_SOURCE_DIR}/cmake/precompiled.cc)
    target_link_libraries(jg_precompiled_tests PRIVATE jg_options Boost::headers GTest::gtest_main)
    target_precompile_headers(jg_precompiled_tests PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h <gtest/gtest.h>)
  endif()
endif()

function(jg_precompile target from)
  if(JG_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${from})
  endif()
endfunction()
