// mcp/old_transport/stream_link.h - a session whose client hears everything on one stream: that
// stream, and the server once initialize asked for one.
//
// Owner:  its session. Thread: any.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "mcp/conversation/server.h"
#include "mcp/session.h"

namespace jg::mcp {

class StreamLink final : public Link {
 public:
  explicit StreamLink(std::shared_ptr<Inbox> stream) : stream_(std::move(stream)) {}
  ~StreamLink() override { end(); }

  void end() override;
  // Nobody reads the stream any more, or the server is over.
  bool is_over() const override;

  const std::shared_ptr<Inbox>& stream() const { return stream_; }
  std::shared_ptr<Server> server() const;  // null before begin()
  // False when it has a server already, or has ended.
  bool begin(const std::shared_ptr<Server>& server);

 private:
  const std::shared_ptr<Inbox> stream_;
  mutable std::mutex mutex_;
  std::shared_ptr<Server> server_;
  std::atomic<bool> ended_{false};
};

}  // namespace jg::mcp
