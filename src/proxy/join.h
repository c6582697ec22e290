// proxy/join.h - carries bytes both ways between two upgraded connections until both have ended.
//
// Limits: one buffer of 16 KiB each way; what is not taken by one side is not read from the other.
//         A side that takes nothing for kTunnelStall ends both; so does one that says nothing for
//         so long when the other has ended. A tunnel that is quiet is left alone.
#pragma once

#include <chrono>
#include <cstdint>

#include "http/tunnel.h"
#include "net/loop.h"

namespace jg::proxy {

inline constexpr std::chrono::milliseconds kTunnelStall{60'000};

struct Joined {
  std::uint64_t to_client = 0;  // bytes
  std::uint64_t to_upstream = 0;
};

Task<Joined> join(net::Loop& loop, http::Tunnel& client, http::Tunnel& upstream,
                  std::chrono::milliseconds stall = kTunnelStall);

}  // namespace jg::proxy
