// mcp/remote/remote_server.h - what servers have in common that are reached by HTTP and serve one
// session: calls from the hub's loop, and an end that waits for all of them.
//
// Owner, Thread: mcp/conversation/server.h.
// Limits: kMostPosts messages of ours under way, of kMostBytes together.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

#include "mcp/conversation/server.h"
#include "mcp/remote/calls.h"
#include "net/loop.h"

namespace jg::mcp {

class RemoteServer : public Server, public std::enable_shared_from_this<RemoteServer> {
 public:
  static constexpr std::size_t kMostPosts = 256;
  static constexpr std::size_t kMostBytes = 8 * 1024 * 1024;

  // `opening` is the request that begins the session: its fields go with the stream's.
  RemoteServer(const Hub& hub, Calls::Settings settings, const http::RequestHead& opening);

  void ask(const http::RequestHead& request, Batch batch, std::shared_ptr<Inbox> inbox) override;
  void end() override;
  bool is_over() const override { return over_.load(std::memory_order_relaxed); }
  void end_at_once() override { close(); }

 protected:
  // --- on the hub's loop ---
  virtual void take_ask(const Batch& batch, KeptFields fields, std::shared_ptr<Inbox> inbox) = 0;
  virtual void close() = 0;

  // False when it was over already.
  bool set_over() { return !over_.exchange(true); }
  // It counts as a task itself from here to its last leave().
  void enter(std::function<void()> ended);
  // Each task ends with leave(); when the last did, nothing is left.
  void spawn(Task<void> task);
  void leave();

  bool has_room_for(std::string_view text) const;
  void occupy(std::string_view text);
  void release(std::string_view text);

  net::Loop& loop_;
  Calls calls_;
  const KeptFields fields_;

 private:
  std::size_t posts_ = 0;
  std::size_t bytes_ = 0;
  std::size_t tasks_ = 0;
  std::function<void()> ended_;
  std::atomic<bool> over_{false};
};

}  // namespace jg::mcp
