// mcp/stdio/process.h - a child process with its three streams, in a process group of its own.
//
// Standard input and output are sockets, as Node's own child processes have them, so the loop reads
// and writes them as it does any other.
// Owner:  its server. Thread: one loop.
// Errors: mcp.server_start.
// Trust:  it gets no descriptor but its three, no blocked signal, and no variable that `Command`
//         does not name or the gateway has itself.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>

#include "base/error.h"
#include "mcp/stdio/command.h"
#include "net/event.h"
#include "net/socket.h"

namespace jg::mcp {

class Process final : public net::PollTarget {
 public:
  static Result<std::unique_ptr<Process>> start(const Command& command, net::Loop& loop);
  ~Process();  // kills what still runs

  net::Socket& input() { return input_; }
  net::Socket& output() { return output_; }
  net::Socket& errors() { return errors_; }
  pid_t id() const { return id_; }

  // To it and to the whole group, which the children of a wrapper such as npx belong to.
  void signal(int number);
  Task<void> wait_for_end() { return ended_.wait(); }

 private:
  struct Ends;  // of the three socket pairs
  Process(net::Loop& loop, pid_t id, int exit_watch, const Ends& ours);

  void on_poll(std::uint32_t events) override;
  void reap();

  net::Loop& loop_;
  const pid_t id_;
  int exit_watch_;          // a pidfd: readable once the process has ended
  bool id_is_ours_ = true;  // not reaped yet: the kernel gives the number to nobody else
  net::Event ended_;
  net::Socket input_;
  net::Socket output_;
  net::Socket errors_;
};

}  // namespace jg::mcp
