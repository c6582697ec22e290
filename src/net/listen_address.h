// net/listen_address.h - where to listen.
#pragma once

#include <cstdint>
#include <string>

namespace jg::net {

struct ListenAddress {
  std::string address;  // "[::]" listens dual stack
  std::uint16_t port;   // 0: the kernel chooses
};

}  // namespace jg::net
