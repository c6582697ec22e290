// net/dial.h - connects to the first of several addresses that answers.
//
// Thread: one loop.
// Errors: net.connect: the last address that refused, or "timed out".
// Limits: the first 16 addresses.
// Spec:   RFC 8305 section 5: the next address is tried when one has failed, or has not answered
//         within 250 ms; the first connection wins.
#pragma once

#include <chrono>

#include "net/cancel.h"
#include "net/names.h"
#include "net/tcp.h"

namespace jg::net {

struct DialTo {
  Addresses addresses;  // at least one
  std::uint16_t port;
  std::chrono::milliseconds limit{0};  // of the whole; zero: none
  KeepAlive keepalive = {};
  CancelSlot* cancel = nullptr;  // gives up
};

Task<Result<TcpSocket>> dial(Loop& loop, DialTo to);

}  // namespace jg::net
