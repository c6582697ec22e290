#include "upstream.h"

#include <sys/socket.h>
#include <unistd.h>

#include <charconv>

#include "socket.h"

namespace jg::bench {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

std::string head_with(std::string_view type, std::uint64_t length) {
  return "HTTP/1.1 200 OK\r\nserver: upstream\r\ndate: Thu, 01 Jan 2026 00:00:00 "
         "GMT\r\ncontent-type: " +
         std::string(type) +
         "\r\nx-request-id: 5f2c9a7e-1111-4222-8333-944455556666\r\ncontent-length: " +
         std::to_string(length) + "\r\n\r\n";
}

Message usual_answer() {
  const std::string json = R"({"ok":true,"text":")" + std::string(103, 'x') + R"("})";
  return make_message(head_with("application/json", json.size()), json);
}

// Of a tool, and of whatever else an MCP client asks: nobody here reads more than the status.
Message tool_answer() {
  const std::string_view json =
      R"({"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"Echo: hello"}]}})";
  std::string head = head_with("application/json", json.size());
  head.insert(head.size() - 2, "mcp-session-id: bench\r\n");
  return make_message(std::move(head), json);
}

Message first_event() {
  return make_message(
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
      "d\r\ndata: first\n\n\r\n");
}

}  // namespace

class Upstream::Connection final : public Pollable {
 public:
  Connection(Upstream& upstream, int descriptor) : upstream_(upstream), descriptor_(descriptor) {}
  ~Connection() override { ::close(descriptor_); }

  void on_ready() override {
    if (outgoing_.send_to(descriptor_) == Outgoing::Progress::broken || !read()) end();
  }

  std::list<std::unique_ptr<Connection>>::iterator place;

 private:
  // Until nothing more is here; false when the connection is over.
  bool read() {
    static char buffer[kReadBytes];
    while (true) {
      const ssize_t got = ::recv(descriptor_, buffer, sizeof buffer, 0);
      if (got < 0) return errno == EAGAIN;
      if (got == 0) return false;
      const auto progress = incoming_.take({buffer, static_cast<std::size_t>(got)});
      if (progress == Incoming::Progress::broken) return false;
      if (progress == Incoming::Progress::whole && !answer()) return false;
      if (static_cast<std::size_t>(got) < sizeof buffer) return true;
    }
  }

  bool answer() {
    const Message& message = upstream_.answer_to(incoming_.start_line());
    outgoing_.begin(message.bytes, message.filling);
    return outgoing_.send_to(descriptor_) != Outgoing::Progress::broken;
  }

  void end() { upstream_.connections_.erase(place); }  // `this` is gone

  Upstream& upstream_;
  const int descriptor_;
  Incoming incoming_;
  Outgoing outgoing_;
};

Upstream::Upstream(Poller& poller, std::uint16_t port)
    : poller_(poller),
      listener_(listen_on(port)),
      usual_(usual_answer()),
      events_(first_event()),
      tool_(tool_answer()) {
  poller_.add(listener_, *this);
}

Upstream::~Upstream() { ::close(listener_); }

void Upstream::on_ready() {
  for (int descriptor = accept_from(listener_); descriptor >= 0;
       descriptor = accept_from(listener_)) {
    connections_.push_front(std::make_unique<Connection>(*this, descriptor));
    connections_.front()->place = connections_.begin();
    poller_.add(descriptor, *connections_.front());
  }
}

const Message& Upstream::answer_to(std::string_view start_line) {
  constexpr std::string_view kBytes = "/bytes/";
  const std::string_view target = start_line.substr(start_line.find(' ') + 1);
  if (target.starts_with("/events")) return events_;
  if (target.starts_with("/mcp")) return tool_;
  if (!target.starts_with(kBytes)) return usual_;
  std::uint64_t size = 0;
  std::from_chars(target.data() + kBytes.size(), target.data() + target.size(), size);
  const auto [found, is_new] = by_size_.try_emplace(size);
  if (is_new) found->second = make_message(head_with("application/octet-stream", size), size);
  return found->second;
}

}  // namespace jg::bench
