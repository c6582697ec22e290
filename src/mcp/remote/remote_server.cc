#include "mcp/remote/remote_server.h"

#include <utility>

#include "mcp/hub.h"

namespace jg::mcp {

RemoteServer::RemoteServer(const Hub& hub, Calls::Settings settings,
                           const http::RequestHead& opening)
    : loop_(hub.loop()), calls_(hub, std::move(settings)), fields_(calls_.keep_fields(opening)) {}

void RemoteServer::ask(const http::RequestHead& request, Batch batch,
                       std::shared_ptr<Inbox> inbox) {
  loop_.post([self = shared_from_this(), fields = calls_.keep_fields(request),
              batch = std::move(batch), inbox = std::move(inbox)]() mutable {
    self->take_ask(batch, std::move(fields), std::move(inbox));
  });
}

void RemoteServer::end() {
  loop_.post([self = shared_from_this()] { self->close(); });
}

void RemoteServer::enter(std::function<void()> ended) {
  ended_ = std::move(ended);
  ++tasks_;
}

void RemoteServer::spawn(Task<void> task) {
  ++tasks_;
  loop_.spawn(std::move(task));
}

void RemoteServer::leave() {
  if (--tasks_ > 0) return;
  if (const auto ended = std::exchange(ended_, nullptr)) ended();
}

bool RemoteServer::has_room_for(std::string_view text) const {
  return posts_ < kMostPosts && bytes_ + text.size() <= kMostBytes;
}

void RemoteServer::occupy(std::string_view text) {
  ++posts_;
  bytes_ += text.size();
}

void RemoteServer::release(std::string_view text) {
  --posts_;
  bytes_ -= text.size();
}

}  // namespace jg::mcp
