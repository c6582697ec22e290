// net/socket.h - a connected, non-blocking socket and the knowledge whether it can be read or
// written.
//
// Owner:  one stream. Thread: its loop; one task waits to read and one to write.
// Errors: system calls' own, in errno; a wait says false when it was cancelled or the socket closed.
// Limits: kTurns waits in a row that need not wait; the next lets others go first, so that a peer
//         that is never out of bytes has a worker no more to itself than any other.
#pragma once

#include <sys/types.h>

#include <coroutine>
#include <string_view>

#include "base/cell.h"
#include "net/loop.h"
#include "net/poller.h"

namespace jg::net {

class Socket final : public PollTarget {
 public:
  Socket(Loop& loop, int descriptor);  // takes the descriptor
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // From now on what comes and goes is added up there.
  void count(Cell& received, Cell& sent) {
    received_ = &received;
    sent_ = &sent;
  }

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

  // As recv(2) and send(2) without waiting; EAGAIN is noted, so the next wait really waits.
  ssize_t receive(char* to, std::size_t size);
  ssize_t send(std::string_view bytes);

  // For who calls the system itself (TLS): a call said that it would block.
  void note_unreadable() { readable_ = hung_up_; }
  void note_unwritable() { writable_ = false; }

  class Wait {
   public:
    bool await_ready() const {
      return !socket_.is_open() || (could_ && ++socket_.turns_ <= kTurns);
    }
    void await_suspend(std::coroutine_handle<> waiter) {
      socket_.turns_ = 0;
      if (could_)
        socket_.loop_.resume_next_turn(waiter);
      else
        slot_ = waiter;
    }
    bool await_resume() { return !std::exchange(cancelled_, false) && socket_.is_open(); }

   private:
    friend class Socket;
    Wait(Socket& socket, std::coroutine_handle<>& slot, const bool& could, bool& cancelled)
        : socket_(socket), slot_(slot), could_(could), cancelled_(cancelled) {}
    Socket& socket_;
    std::coroutine_handle<>& slot_;
    const bool& could_;
    bool& cancelled_;
  };
  Wait until_readable() { return {*this, reader_, readable_, read_cancelled_}; }
  Wait until_writable() { return {*this, writer_, writable_, write_cancelled_}; }

  void cancel_read();     // a pending wait to read ends with false; without one nothing happens
  void finish_writing();  // half-close
  void close();           // pending waits end with false

  // What the poller has told so far; no system call.
  bool may_read() const { return readable_; }
  bool peer_is_gone() const { return hung_up_ || !is_open(); }
  // Nothing has come since the last receive came back short, not even an end.
  bool is_quiet() const;

 private:
  static constexpr int kTurns = 16;

  void on_poll(std::uint32_t events) override;

  Loop& loop_;
  int descriptor_;
  bool readable_ = false;  // the poller tells of what is there already
  bool writable_ = true;
  int turns_ = 0;         // waits since the last that waited
  bool hung_up_ = false;  // the peer has closed its side, or the connection broke
  bool read_cancelled_ = false;
  bool write_cancelled_ = false;
  std::coroutine_handle<> reader_;
  std::coroutine_handle<> writer_;
  Cell* received_ = nullptr;
  Cell* sent_ = nullptr;
};

}  // namespace jg::net
