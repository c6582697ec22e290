// net/socket_bio.h - OpenSSL's way to a socket: one system call an operation, and the socket learns
// what it could not do.
//
// Owner:  the stream whose socket it is. Thread: one loop.
#pragma once

#include "net/openssl.h"
#include "net/socket.h"

namespace jg::net {

struct SocketBio {
  Socket& socket;
  bool blocked = false;  // it was full or empty; whoever asks clears it first
};

// `state` outlives it. Null when memory ran out.
BioOwner make_socket_bio(SocketBio& state);

}  // namespace jg::net
