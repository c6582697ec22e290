// mcp/hub.h - the one thread on which servers of one session run, and all sessions.
//
// A session's requests may come to any worker; its process has one input and one output, and a
// server of the old transport one stream. So these belong to a loop of their own, and workers talk
// to it by message (docs/decisions/0019).
// Owner:  the application, beyond every configuration; backends find it in exchange::KeptStates.
// Thread: any. Its own begins with the first session and ends in stop().
// Errors: mcp.server_ended once it is stopped.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "base/clock.h"
#include "mcp/conversation/server.h"
#include "mcp/session_table.h"
#include "net/loop.h"
#include "upstream/client.h"

namespace jg::mcp {

class Hub {
 public:
  explicit Hub(const Clock& clock);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  SessionTable& sessions() const { return sessions_; }
  net::Loop& loop() const { return loop_; }
  // For calls from its loop; made when the first one asks, whose limits stay.
  upstream::Client& client(const upstream::ClientLimits& limits) const;
  // From now on it runs, until it says that it has ended. That it cannot shows with the first
  // question to it.
  Result<void> run(std::shared_ptr<Server> server) const;
  // Session tables are swept only while the thread runs.
  void wake() const;
  // Ends every server and waits for that, ten seconds at most. Loops of workers, which do not run
  // any more, are told what comes of it: they go behind this.
  void stop() const;

 private:
  void serve() const;
  Task<void> sweep() const;
  void end_all() const;
  Task<void> give_up() const;
  void end_if_empty() const;

  const Clock& clock_;
  mutable net::Loop loop_;
  mutable SessionTable sessions_;
  mutable std::mutex mutex_;
  mutable std::thread thread_;
  mutable bool stopped_ = false;
  // Of its thread.
  struct Calls;
  mutable std::unique_ptr<Calls> calls_;
  mutable std::set<std::shared_ptr<Server>> servers_;
  mutable bool ending_ = false;
};

// Which sessions belong to one backend, over reloads that do not change it.
class SessionGroup {
 public:
  explicit SessionGroup(std::shared_ptr<const Hub> hub);
  ~SessionGroup();
  SessionGroup(const SessionGroup&) = delete;
  SessionGroup& operator=(const SessionGroup&) = delete;

  std::uint64_t number() const { return number_; }

 private:
  const std::shared_ptr<const Hub> hub_;
  const std::uint64_t number_;
};

}  // namespace jg::mcp
