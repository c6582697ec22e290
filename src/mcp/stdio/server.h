// mcp/stdio/server.h - a server that runs as our child and serves one session.
//
// Owner, Thread: mcp/conversation/server.h.
// Errors: told into the inboxes: mcp.server_start, mcp.server_ended, mcp.server_busy,
//         mcp.duplicate_id.
// Limits: kMostLine bytes of a message; kMostUnsent bytes that the process has not read yet: more
//         of a client's is refused, and of our own answers ends it.
// Spec:   MCP "stdio": a message a line; to end it its input is closed, then SIGTERM, then SIGKILL.
// Trust:  the process is hostile: a line that is no message is left out, one too long ends it.
#pragma once

#include <atomic>
#include <string>

#include "base/clock.h"
#include "mcp/conversation/conversation.h"
#include "mcp/conversation/server.h"
#include "mcp/start_gate.h"
#include "mcp/stdio/command.h"
#include "mcp/stdio/error_log.h"
#include "mcp/stdio/process.h"

namespace jg::mcp {

class StdioServer final : public Server, public std::enable_shared_from_this<StdioServer> {
 public:
  static constexpr std::size_t kMostLine = 8 * 1024 * 1024;
  static constexpr std::size_t kMostUnsent = 8 * 1024 * 1024;

  // Who began it, and must wait when it cannot begin.
  struct Beginner {
    std::string caller;
    std::shared_ptr<const StartGate> gate;
  };
  StdioServer(net::Loop& of_hub, const Clock& clock, Command command, Beginner beginner);
  ~StdioServer() override;

  void ask(const http::RequestHead& request, Batch batch, std::shared_ptr<Inbox> inbox) override;
  void listen(std::shared_ptr<Inbox> inbox, std::string last_event) override;
  void end() override;
  bool is_over() const override { return over_.load(std::memory_order_relaxed); }

  void start(std::function<void()> ended) override;
  void end_at_once() override;  // without waiting for it to see that its input is closed

 private:
  static constexpr std::chrono::milliseconds kGrace{2000};  // before each harder step

  // The steps to its end.
  class Ending final : public net::Deadline {
   public:
    explicit Ending(StdioServer& server) : server_(server) {}

   private:
    void on_expired() override { server_.press(); }
    StdioServer& server_;
  };

  using Shared = std::shared_ptr<StdioServer>;
  using SharedProcess = std::shared_ptr<Process>;
  static Task<void> read_output(Shared self, SharedProcess process);
  static Task<void> read_errors(Shared self, SharedProcess process);
  static Task<void> write_input(Shared self, SharedProcess process);
  static Task<void> supervise(Shared self, SharedProcess process);
  void take_ask(const Batch& batch, const std::shared_ptr<Inbox>& inbox);
  enum class Reading : std::uint8_t { goes_on, waits, over };
  Reading read_once();
  void take_line(const Lines::Line& line);
  void send(std::string_view line);
  void close_input();
  void press();
  void finish(const char* code);

  net::Loop& loop_;
  const Clock& clock_;
  const Command command_;
  const Beginner beginner_;
  std::string who_;
  Conversation conversation_;
  std::unique_ptr<ErrorLog> errors_;
  Lines lines_{kMostLine};
  std::string buffer_;
  std::string unsent_;
  net::Event has_unsent_;
  Ending ending_{*this};
  int next_signal_ = 0;  // of press()
  bool told_of_noise_ = false;
  bool has_answered_ = false;   // anything
  bool is_unwanted_ = false;    // its session is over
  SharedProcess process_;       // null before and after
  const char* code_ = nullptr;  // why it is over
  std::function<void()> ended_;
  std::atomic<bool> over_{false};
};

}  // namespace jg::mcp
