#include "net/socket_bio.h"

#include <cerrno>

namespace jg::net {
namespace {

SocketBio& state_of(BIO* bio) { return *static_cast<SocketBio*>(BIO_get_data(bio)); }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

int write_some(BIO* bio, const char* data, int size) {
  SocketBio& state = state_of(bio);
  BIO_clear_retry_flags(bio);
  const ssize_t sent = state.socket.send({data, static_cast<std::size_t>(size)});
  if (sent >= 0) return static_cast<int>(sent);
  if (would_block()) {
    state.blocked = true;
    BIO_set_retry_write(bio);
  }
  return -1;
}

int read_some(BIO* bio, char* to, int size) {
  SocketBio& state = state_of(bio);
  BIO_clear_retry_flags(bio);
  const ssize_t got = state.socket.receive(to, static_cast<std::size_t>(size));
  if (got > 0) return static_cast<int>(got);
  if (got == 0) {
    BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return 0;
  }
  if (would_block()) {
    state.blocked = true;
    BIO_set_retry_read(bio);
  }
  return -1;
}

long control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return 0;
}

// Made once, never changed and never given back.
const BIO_METHOD* method() {
  static const BIO_METHOD* const made = [] {
    BIO_METHOD* const fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    if (fresh == nullptr) return fresh;
    BIO_meth_set_write(fresh, &write_some);
    BIO_meth_set_read(fresh, &read_some);
    BIO_meth_set_ctrl(fresh, &control);
    return fresh;
  }();
  return made;
}

}  // namespace

BioOwner make_socket_bio(SocketBio& state) {
  BioOwner bio(method() == nullptr ? nullptr : BIO_new(method()));
  if (bio == nullptr) return bio;
  BIO_set_data(bio.get(), &state);
  BIO_set_init(bio.get(), 1);
  return bio;
}

}  // namespace jg::net
