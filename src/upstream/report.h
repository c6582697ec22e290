// upstream/report.h - what a client does for one endpoint at the moment, for people to look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace jg::upstream {

struct EndpointReport {
  std::string endpoint;  // "api.example.com:443"
  bool by_tls = false;
  std::size_t h1_connections = 0;
  std::size_t h1_idle = 0;  // of those
  std::size_t h2_connections = 0;
  std::size_t calls = 0;      // under way
  std::size_t waiting = 0;    // in line for a place
  std::uint64_t refused = 0;  // for want of a place, since start
};

}  // namespace jg::upstream
