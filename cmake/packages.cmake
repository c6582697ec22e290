# Everything comes from Debian's packages; docs/decisions says why each is here.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
add_library(re2::re2 ALIAS PkgConfig::re2)
pkg_check_modules(nghttp2 REQUIRED IMPORTED_TARGET libnghttp2)
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE XXH_INLINE_ALL
  # Frames of nested coroutines are recycled per thread; the default of two slots is less than our depth.
  BOOST_ASIO_RECYCLING_ALLOCATOR_CACHE_SIZE=16)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
find_package(benchmark QUIET)  # only ./dev bench needs it
if(JG_TESTS)
  find_package(GTest REQUIRED)
endif()
