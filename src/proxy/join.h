// proxy/join.h - carries bytes both ways between two upgraded connections until both have ended.
//
// Limits: one buffer of 16 KiB each way; what is not taken by one side is not read from the other.
#pragma once

#include <cstdint>

#include "http/tunnel.h"
#include "net/loop.h"

namespace jg::proxy {

struct Joined {
  std::uint64_t to_client = 0;  // bytes
  std::uint64_t to_upstream = 0;
};

Task<Joined> join(net::Loop& loop, http::Tunnel& client, http::Tunnel& upstream);

}  // namespace jg::proxy
