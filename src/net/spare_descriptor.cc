#include "net/spare_descriptor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace jg::net {

SpareDescriptor::SpareDescriptor() { open(); }
SpareDescriptor::~SpareDescriptor() { close(); }

void SpareDescriptor::open() { descriptor_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

void SpareDescriptor::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

std::size_t SpareDescriptor::turn_away(TcpAcceptor& acceptor, std::string_view farewell,
                                       std::size_t most) {
  close();
  std::size_t count = 0;
  for (; count < most; ++count) {
    const int client =
        ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) break;
    // A request that is there already would, unread, turn the end into a reset. What does not fit
    // into a new socket's buffer at once is not worth waiting for.
    char request[4096];
    [[maybe_unused]] ssize_t ignored = ::recv(client, request, sizeof request, MSG_DONTWAIT);
    ignored = ::send(client, farewell.data(), farewell.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(client, SHUT_WR);
    ::close(client);
  }
  open();
  return count;
}

}  // namespace jg::net
