#include "net/socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace jg::net {
namespace {

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

Socket::Socket(Loop& loop, int descriptor) : loop_(loop), descriptor_(descriptor) {
  if (!loop_.poller().add(descriptor_, *this)) close();
}

Socket::~Socket() { close(); }

ssize_t Socket::receive(char* to, std::size_t size) {
  ssize_t got = -1;
  do got = ::recv(descriptor_, to, size, MSG_DONTWAIT);
  while (got < 0 && errno == EINTR);
  // A short count has emptied the socket: what comes later is a new edge. An end that was told
  // already is none, so it must still be read.
  if ((got > 0 && static_cast<std::size_t>(got) < size) || (got < 0 && would_block()))
    note_unreadable();
  if (got > 0 && received_ != nullptr) received_->add(static_cast<std::uint64_t>(got));
  return got;
}

ssize_t Socket::send(std::string_view bytes) {
  ssize_t sent = -1;
  do sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  if (sent < 0 ? would_block() : static_cast<std::size_t>(sent) < bytes.size()) note_unwritable();
  if (sent > 0 && sent_ != nullptr) sent_->add(static_cast<std::uint64_t>(sent));
  return sent;
}

void Socket::cancel_read() {
  if (!reader_) return;
  read_cancelled_ = true;
  loop_.resume_later(std::exchange(reader_, nullptr));
}

void Socket::finish_writing() {
  if (is_open()) ::shutdown(descriptor_, SHUT_WR);
}

void Socket::close() {
  if (!is_open()) return;
  loop_.poller().remove(*this);
  ::close(std::exchange(descriptor_, -1));
  if (reader_) loop_.resume_later(std::exchange(reader_, nullptr));
  if (writer_) loop_.resume_later(std::exchange(writer_, nullptr));
}

bool Socket::is_quiet() const {
  if (!is_open() || hung_up_) return false;
  if (!readable_) return true;
  char byte;
  return ::recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && would_block();
}

void Socket::on_poll(std::uint32_t events) {
  constexpr std::uint32_t kBroken = EPOLLHUP | EPOLLERR;
  if ((events & (EPOLLRDHUP | kBroken)) != 0) hung_up_ = true;
  if ((events & (EPOLLIN | EPOLLRDHUP | kBroken)) != 0) readable_ = true;
  if ((events & (EPOLLOUT | kBroken)) != 0) writable_ = true;
  // The reader may end this socket; the writer then waits for its turn in the queue instead.
  if (writable_ && writer_ && reader_)
    loop_.resume_later(std::exchange(writer_, nullptr));
  else if (writable_ && writer_)
    return std::exchange(writer_, nullptr).resume();
  if (readable_ && reader_) std::exchange(reader_, nullptr).resume();
}

}  // namespace jg::net
