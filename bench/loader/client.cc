#include "client.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "socket.h"

namespace jg::bench {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr std::uint64_t kTooManyBroken = 1000;
constexpr std::chrono::seconds kPatience{20};  // for the last answers

bool is_good(std::string_view start_line) { return start_line.starts_with("HTTP/1.1 2"); }

}  // namespace

class Client::Connection final : public Pollable {
 public:
  explicit Connection(Client& client) : client_(client) {}
  ~Connection() override { close(); }

  void on_ready() override {
    if (outgoing_.send_to(descriptor_) == Outgoing::Progress::broken || !read()) {
      close();
      finish();
      ++client_.outcome_.broken;
      client_.count_fault("the connection broke");
      begin(Clock::now());
    }
  }

  // The next request, unless it is time to end.
  void begin(Clock::time_point now) {
    if (client_.is_over(now) || (descriptor_ < 0 && !open())) return;
    const std::vector<Message>& messages = client_.plan_.messages;
    const Message& message = messages[client_.next_message_];
    if (++client_.next_message_ == messages.size()) client_.next_message_ = 0;
    ++client_.begun_;
    ++client_.waiting_;
    waits_ = true;
    began_ = now;
    outgoing_.begin(message.bytes, message.filling);
    outgoing_.send_to(descriptor_);  // what is broken shows with the next event
  }

 private:
  bool open() {
    descriptor_ = connect_to(client_.plan_.port, Waiting::returns);
    if (descriptor_ < 0) {
      ++client_.outcome_.broken;
      client_.count_fault("nobody listens");
      return false;
    }
    incoming_ = {};
    client_.poller_.add(descriptor_, *this);
    return true;
  }

  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

  // Until nothing more is here; false when the connection is over.
  bool read() {
    static char buffer[kReadBytes];
    while (true) {
      const ssize_t got = ::recv(descriptor_, buffer, sizeof buffer, 0);
      if (got < 0) return errno == EAGAIN || errno == ENOTCONN;
      if (got == 0) return false;
      const auto progress = incoming_.take({buffer, static_cast<std::size_t>(got)});
      if (progress == Incoming::Progress::broken) return false;
      if (progress == Incoming::Progress::whole) take_answer();
      if (static_cast<std::size_t>(got) < sizeof buffer) return true;
    }
  }

  void take_answer() {
    const auto now = Clock::now();
    Outcome& outcome = client_.outcome_;
    ++outcome.answers;
    outcome.latency.add(static_cast<std::uint64_t>((now - began_).count()));
    if (!is_good(incoming_.start_line())) {
      ++outcome.refused;
      client_.count_fault(incoming_.start_line());
    }
    finish();
    begin(now);
  }

  void finish() {
    if (waits_) --client_.waiting_;
    waits_ = false;
  }

  Client& client_;
  int descriptor_ = -1;
  bool waits_ = false;
  Clock::time_point began_;
  Incoming incoming_;
  Outgoing outgoing_;
};

Client::Client(Poller& poller, const Plan& plan) : poller_(poller), plan_(plan) {}
Client::~Client() = default;

bool Client::is_over(Clock::time_point now) const {
  if (outcome_.broken > kTooManyBroken) return true;
  return plan_.requests > 0 ? begun_ >= plan_.requests : now >= end_;
}

void Client::count_fault(std::string_view what) {
  if (outcome_.first_fault.empty()) outcome_.first_fault = what;
}

Outcome Client::run() {
  const auto start = Clock::now();
  end_ = start + plan_.time;
  for (unsigned i = 0; i < plan_.connections; ++i) {
    connections_.push_back(std::make_unique<Connection>(*this));
    connections_.back()->begin(start);
  }
  constexpr int kLook = 100;
  while (waiting_ > 0) {
    poller_.step(kLook);
    const auto now = Clock::now();
    if (plan_.requests == 0 && now > end_ + kPatience) {
      count_fault("an answer did not come");
      outcome_.broken += waiting_;
      break;
    }
  }
  outcome_.took = Clock::now() - start;
  return outcome_;
}

}  // namespace jg::bench
