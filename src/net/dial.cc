#include "net/dial.h"

#include <list>

#include "net/waiter.h"

namespace jg::net {
namespace {

constexpr std::size_t kAddresses = 16;
constexpr std::chrono::milliseconds kNextAfter{250};
constexpr std::chrono::milliseconds kNoLimit{0};

// The attempts under way. Ends only when none of them is left.
class Race final : public Abortable, private Deadline {
 public:
  Race(Loop& loop, DialTo to) : loop_(loop), to_(std::move(to)) {
    if (to_.addresses.size() > kAddresses) to_.addresses.resize(kAddresses);
  }

  Task<Result<TcpSocket>> run();
  void abort() override { give_up("given up"); }

 private:
  struct Attempt {
    TcpSocket socket;
    TcpEndpoint to;
    bool is_connected = false;
  };

  Task<void> attempt(Attempt& attempt);
  void start_next();
  Task<void> wait_for_news(std::chrono::milliseconds limit);
  Task<void> close_losers();
  void give_up(const char* why);
  void on_expired() override { give_up("timed out"); }

  Loop& loop_;
  DialTo to_;
  std::list<Attempt> attempts_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  Attempt* winner_ = nullptr;
  const char* given_up_ = nullptr;  // why
  std::string last_failure_;
  Waiter* news_ = nullptr;
};

Task<Result<TcpSocket>> Race::run() {
  set(loop_.deadlines(), to_.limit);
  while (winner_ == nullptr && given_up_ == nullptr) {
    if (next_ < to_.addresses.size()) start_next();
    const bool is_last = next_ == to_.addresses.size();
    if (is_last && running_ == 0) break;
    co_await wait_for_news(is_last ? kNoLimit : kNextAfter);
  }
  clear();
  co_await close_losers();
  if (winner_ != nullptr) co_return std::move(winner_->socket);
  co_return fail(
      Blame::upstream, "net.connect",
      given_up_ != nullptr ? to_text(to_.addresses.front()) + ": " + given_up_ : last_failure_,
      Remedy::retry_later);
}

void Race::start_next() {
  const TcpEndpoint to{to_.addresses[next_++], to_.port};
  attempts_.push_back({TcpSocket(loop_.context().get_executor()), to});
  ++running_;
  loop_.spawn(attempt(attempts_.back()));
}

Task<void> Race::attempt(Attempt& attempt) {
  auto connected = co_await connect(attempt.socket, attempt.to, to_.keepalive);
  --running_;
  if (connected && winner_ == nullptr)
    winner_ = &attempt;
  else if (!connected)
    last_failure_ = to_text(attempt.to.address()) + ": " + connected.error().detail;
  if (news_ != nullptr) news_->wake();
}

Task<void> Race::wait_for_news(std::chrono::milliseconds limit) {
  if (running_ == 0 || winner_ != nullptr) co_return;  // it came while the attempt was started
  Waiter news(loop_);
  news_ = &news;
  co_await news.wait(limit);
  news_ = nullptr;
}

Task<void> Race::close_losers() {
  boost::system::error_code ignored;
  for (Attempt& attempt : attempts_) {
    if (&attempt != winner_) attempt.socket.close(ignored);
  }
  while (running_ > 0) {
    Waiter news(loop_);
    news_ = &news;
    co_await news.wait(kNoLimit);
    news_ = nullptr;
  }
}

void Race::give_up(const char* why) {
  given_up_ = why;
  if (news_ != nullptr) news_->wake();
}

}  // namespace

Task<Result<TcpSocket>> dial(Loop& loop, DialTo to) {
  CancelSlot* const cancel = to.cancel;
  Race race(loop, std::move(to));
  if (cancel != nullptr) cancel->bind(&race);
  auto socket = co_await race.run();
  if (cancel != nullptr) cancel->bind(nullptr);
  co_return std::move(socket);
}

}  // namespace jg::net
