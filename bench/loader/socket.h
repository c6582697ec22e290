// bench/loader/socket.h - TCP on loopback, and the end of a run that cannot go on.
#pragma once

#include <cstdint>

namespace jg::bench {

// Says what failed and why, and ends the process.
[[noreturn]] void give_up(const char* what);

enum class Waiting { blocks, returns };

// Listens without blocking; shared with a run that is just ending (SO_REUSEPORT).
int listen_on(std::uint16_t port);
// -1 when nobody listens. A connection that `returns` may still be on its way.
int connect_to(std::uint16_t port, Waiting waiting);
// -1 when nobody waits.
int accept_from(int listener);

}  // namespace jg::bench
